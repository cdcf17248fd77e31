#!/usr/bin/env bash
# Makes Python with XGBoost, pandas and PyYAML available to the tests that open a model folder as MLflow does. Where it is missing
# it installs Debian's packages as root or through sudo. It never fails: without Python those tests are skipped and say what they
# need.
set -euo pipefail

python=${VOLCAST_PYTHON:-/usr/bin/python3}
packages=(python3-xgboost python3-pandas python3-yaml)

is_there() {
  "$python" -c 'import numpy, pandas, xgboost, yaml' >/dev/null 2>&1
}

is_there && exit 0
[[ -z ${VOLCAST_PYTHON:-} ]] || exit 0
command -v apt-get >/dev/null || exit 0

as_root=()
if ((EUID != 0)); then
  sudo -n true 2>/dev/null || exit 0
  as_root=(sudo -n)
fi
apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  apt-get -qq -y -o DPkg::Lock::Timeout=120)
echo "Installing ${packages[*]} for the tests that open a model in Python…"
{ "${apt[@]}" install --no-install-recommends "${packages[@]}" ||
  { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${packages[@]}"; }; } </dev/null >/dev/null 2>&1 || true
is_there || echo "They cannot be installed here: those tests are skipped with a message."
