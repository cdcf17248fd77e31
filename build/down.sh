#!/usr/bin/env bash
# Removes what ./volcast up has started.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast down"
  echo "Removes the containers, the network and the data of ./volcast up. The images stay."
  exit 0
fi
if (($# > 0)); then
  echo "volcast: down does not accept '$1'; see ./volcast down --help." >&2
  exit 2
fi
# shellcheck source=build/compose.sh
source "$root/build/compose.sh"
find_compose
cd "$root"
COMPOSE_PROJECT_NAME=volcast-demo "${compose[@]}" down --volumes --remove-orphans
