#!/usr/bin/env bash
# Runs benchmarks, each in a process of its own on one core, and writes docs/bench.md.
# usage: bench/run.sh [NAME...]      without a name: all of them
set -euo pipefail
cd "$(dirname "$0")/.."

# The features are held against pandas, in Debian's version.
if ! /usr/bin/python3 -c 'import pandas' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "bench: installing python3-pandas" >&2
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-pandas; } >&2 \
      || echo "bench: python3-pandas could not be installed; the comparison with pandas is skipped" >&2
  else
    echo "bench: no pandas for /usr/bin/python3 and no root to install python3-pandas; the comparison is skipped" >&2
  fi
fi

dotnet build bench/Volcast.Bench.csproj -c Release -v quiet -nologo >&2
bench=bench/bin/Release/net10.0/volcast-bench.dll

one_core=()
if command -v taskset >/dev/null; then
  allowed=$(taskset -cp $$ | sed 's/.*: *//')
  one_core=(taskset -c "${allowed%%[-,]*}")
else
  echo "bench: no taskset here, so nothing is pinned to one core" >&2
fi

[ $# -gt 0 ] || mapfile -t names < <(dotnet "$bench" list)
for name in "${@:-${names[@]}}"; do
  "${one_core[@]}" dotnet "$bench" "$name"
done
