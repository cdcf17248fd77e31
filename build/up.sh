#!/usr/bin/env bash
# Shows the demo in containers: builds the images, runs the pipeline on the simulated market, and starts API and dashboard.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast up [--no-build]"
  echo "Builds the images and shows the demo in containers: the pipeline on the simulated market, the API and the dashboard."
  echo "Prints the address and a key to sign in with. --no-build uses the images that are there. ./volcast down removes all of it."
  exit 0
fi
if (($# > 1)) || [[ -n ${1-} && $1 != --no-build ]]; then
  echo "volcast: up does not accept '$*'; see ./volcast up --help." >&2
  exit 2
fi
# shellcheck source=build/compose.sh
source "$root/build/compose.sh"
find_compose
cd "$root"
export COMPOSE_PROJECT_NAME=volcast-demo VOLCAST_SOURCE=simulated

[[ ${1-} == --no-build ]] || "${compose[@]}" build demo api dashboard
"${compose[@]}" run --rm -T demo
key=$("${compose[@]}" run --rm -T keys create --name demo --expires 30d 2>/dev/null) || {
  echo "volcast: no key could be created; run: ${compose[*]} run --rm keys create --name demo" >&2
  exit 1
}
"${compose[@]}" up -d --no-build api dashboard
wait_healthy api 90
wait_healthy dashboard 30
cat <<END

Dashboard  http://127.0.0.1:${VOLCAST_DASHBOARD_PORT:-8081}
API        http://127.0.0.1:${VOLCAST_API_PORT:-8080}/docs
Key        $key

Sign in to the dashboard with the key; it works for 30 days. ./volcast down removes containers, data and keys.
END
