#!/usr/bin/env bash
# Installs libxgboost, restores packages and tools and builds the programs, so that later commands need no network.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast setup"
  echo "Installs libxgboost if it is missing, restores all packages and tools and builds the programs. For the tests that"
  echo "open a model in Python it also installs Debian's XGBoost for Python, and for those of the dashboard Debian's Chromium, as"
  echo "root or with sudo if sudo needs no password."
  echo "Afterwards demo, test and all commands on csv data work without a network."
  exit 0
fi
if (($# > 0)); then
  echo "volcast: setup does not accept '$1'; see ./volcast setup --help." >&2
  exit 2
fi
# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
find_dotnet
require_sdk "$root"
cd "$root"
"$root/build/setup-xgboost.sh"
"$root/build/setup-python.sh"
"$root/build/setup-browser.sh"
echo "Restoring packages…"
"$dotnet" restore build/coverage.proj -v quiet </dev/null
"$dotnet" restore Volcast.slnx -v quiet </dev/null
"$root/volcast" --help >/dev/null
"$root/volcast" serve --help >/dev/null
"$root/volcast" dashboard --help >/dev/null
echo "Ready. Try ./volcast demo."
