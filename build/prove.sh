#!/usr/bin/env bash
# Runs the long proofs: every write point killed, random moments, soak runs.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast prove"
  echo "Runs the long proofs, which take many minutes; ./volcast test runs short forms of them."
  exit 0
fi
if (($# > 0)); then
  echo "volcast: prove does not accept '$1'; see ./volcast prove --help." >&2
  exit 2
fi
exec "$root/build/test.sh" proof
