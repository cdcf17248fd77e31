#!/usr/bin/env bash
# Makes Python with XGBoost, pandas and PyYAML available to the tests that open a model folder as MLflow does. Where it is missing
# it installs Debian's packages as root or through sudo. It never fails: without Python those tests are skipped and say what they
# need.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"

python=${VOLCAST_PYTHON:-/usr/bin/python3}
packages=(python3-xgboost python3-pandas python3-yaml)

is_there() {
  "$python" -c 'import numpy, pandas, xgboost, yaml' >/dev/null 2>&1
}

is_there && exit 0
[[ -z ${VOLCAST_PYTHON:-} ]] || exit 0
install_packages "the tests that open a model in Python" "${packages[@]}"
is_there || echo "They cannot be installed here: those tests are skipped with a message."
