#!/usr/bin/env bash
# Makes the picture on the README's first screen: the dashboard on the simulated market of the demo, at a fixed moment.
# usage: build/screenshot.sh [FILE]; docs/dashboard.png by default. Needs Chromium (build/setup-browser.sh).
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
file=${1:-$root/docs/dashboard.png}
[[ $file == /* ]] || file=$PWD/$file
port=18881

browser=$(type -P chromium || type -P chromium-browser || type -P google-chrome || true)
if [[ -z $browser ]]; then
  echo "build/screenshot.sh: Chromium is missing: run build/setup-browser.sh." >&2
  exit 1
fi
export VOLCAST_NOW=2026-10-31T12:00:00Z VOLCAST_TARGETS=SPY

folder=$(mktemp -d)
server=
clean() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap clean EXIT

cd "$folder"
echo "Running the pipeline on the simulated market…"
"$root/volcast" pipeline --source simulated --data "$folder/data" --horizon 1,5,10,22 >"$folder/log" 2>&1 \
  || { cat "$folder/log" >&2; exit 1; }
"$root/volcast" dashboard --source simulated --data "$folder/data" --address "http://127.0.0.1:$port" >"$folder/log" 2>&1 &
server=$!
for ((i = 0; i < 600; i++)); do
  # Ready, and every model has been read.
  page=$(curl -s "http://127.0.0.1:$port/" || true)
  if [[ $page == *'id="number"'* && $page != *'class="banner outage"'* ]]; then break; fi
  if ! kill -0 "$server" 2>/dev/null || ((i == 599)); then
    cat "$folder/log" >&2
    exit 1
  fi
  sleep .2
done
"$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking --disable-component-update \
  --disable-sync --window-size=1280,690 --screenshot="$file" "http://127.0.0.1:$port/" >"$folder/browser.log" 2>&1 \
  || { cat "$folder/browser.log" >&2; exit 1; }
echo "$file"
