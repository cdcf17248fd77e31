#!/usr/bin/env bash
# Runs the benchmarks under bench/; further words go to each of them.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
find_dotnet
require_sdk "$root"
shopt -s nullglob globstar
projects=("$root"/bench/**/*.csproj)
if ((${#projects[@]} == 0)); then
  echo "volcast: there is no project under $root/bench." >&2
  exit 1
fi
"$root/build/setup-xgboost.sh"
for project in "${projects[@]}"; do
  "$dotnet" run -c Release --project "$project" -- "$@"
done
