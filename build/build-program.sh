#!/usr/bin/env bash
# Restores and builds one program into .build/. Prints nothing unless it fails. A lock serialises concurrent builds.
# usage: build/build-program.sh cli|services/Api|services/Dashboard
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
find_dotnet
program=$1
stamp=$(stamp_of "$root" "$program")

mkdir -p "$root/.build"
exec 9>"$root/.build/lock"
if command -v flock >/dev/null; then
  flock 9
  # Another process may have built it while this one waited.
  needs_build "$root" "$program" || exit 0
fi

require_sdk "$root"
if [[ -f $stamp ]]; then
  echo "volcast: building…" >&2
else
  echo "volcast: building (first time, about half a minute)…" >&2
fi
rm -f "$stamp"
touch "$root/.build/started"
list_sources "$root" "$root/.build/started" >"$root/.build/listing"
trap stop_compiler EXIT
# Without the lock, which the compiler server would hold if this script were killed.
if ! build "$root/$program" --artifacts-path "$root/.build" >"$root/.build/build.log" 2>&1 9>&-; then
  awk '/^Build FAILED/ { exit } { print }' "$root/.build/build.log" >&2
  echo "volcast: the build failed; the errors are above." >&2
  exit 1
fi
# Dated to the start of the build, so that a file edited since is built next time.
touch -r "$root/.build/started" "$root/.build/listing"
mv "$root/.build/listing" "$stamp"
