#!/usr/bin/env bash
# Prints the section of a version in CHANGELOG.md. usage: build/release-notes.sh VERSION
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
version=${1:?usage: build/release-notes.sh VERSION}
notes=$(awk -v heading="## $version" '$0 == heading || index($0, heading " ") == 1 { inside = 1; next } /^## / { inside = 0 } inside' \
  "$root/CHANGELOG.md")
if [[ ! $notes =~ [^[:space:]] ]]; then
  echo "build/release-notes.sh: CHANGELOG.md has no section «## $version»: give «Unreleased» this heading before the tag." >&2
  exit 1
fi
printf '%s\n' "$notes"
