#!/usr/bin/env bash
# Runs each benchmark in a separate process and writes docs/bench.md. `api`, `backtest`, `dashboard`, `lake-s3` and `models` use all
# cores; the others use one.
# usage: bench/run.sh [NAME...]      without a name: all of them
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/dotnet.sh
source build/dotnet.sh
find_dotnet
require_sdk .

# Installs a Debian package that a comparison with Python, R or wrk needs; without it the comparison is skipped.
# usage: want WHAT IS_THERE PACKAGE...
want() {
  local what=$1 is_there=$2
  shift 2
  if bash -c "$is_there" >/dev/null 2>&1; then
    return
  fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "bench: installing $*" >&2
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } >&2 \
      || echo "bench: $* could not be installed; the comparison with $what is skipped" >&2
  else
    echo "bench: $what is missing and only root can install $*; the comparison is skipped" >&2
  fi
}

trap stop_compiler EXIT
build bench/Volcast.Bench.csproj >&2
bench=bench/bin/Release/net10.0/volcast-bench.dll

one_core=()
if command -v taskset >/dev/null; then
  allowed=$(taskset -cp $$ | sed 's/.*: *//')
  one_core=(taskset -c "${allowed%%[-,]*}")
else
  echo "bench: taskset is missing, so no benchmark is pinned to one core" >&2
fi

[ $# -gt 0 ] || mapfile -t names < <("$dotnet" "$bench" list)
for name in "${@:-${names[@]}}"; do
  cores=("${one_core[@]}")
  case $name in
    api)
      want 'wrk' 'command -v wrk' wrk
      want 'FastAPI' "/usr/bin/python3 -c 'import fastapi, uvicorn, uvloop, httptools, xgboost'" \
        python3-fastapi python3-uvicorn python3-uvloop python3-httptools python3-xgboost
      build/setup-xgboost.sh >&2
      build services/Api/Volcast.Services.Api.csproj >&2
      cores=()
      ;;
    dashboard)
      build/setup-browser.sh >&2
      build/setup-xgboost.sh >&2
      build services/Api/Volcast.Services.Api.csproj >&2
      build services/Dashboard/Volcast.Services.Dashboard.csproj >&2
      cores=()
      ;;
    features) want pandas "/usr/bin/python3 -c 'import pandas'" python3-pandas ;;
    models)
      want 'pandas, SciPy and XGBoost' "/usr/bin/python3 -c 'import pandas, scipy, xgboost'" \
        python3-pandas python3-scipy python3-xgboost
      build/setup-xgboost.sh >&2
      cores=()
      ;;
    trees) build/setup-xgboost.sh >&2 ;;
    lake-s3)
      build/setup-all.sh >&2
      cores=()
      ;;
    garch) want fGarch "/usr/bin/Rscript -e 'library(fGarch)'" r-cran-fgarch ;;
    backtest) cores=() ;;
  esac
  "${cores[@]}" "$dotnet" "$bench" "$name"
done
