#!/usr/bin/env bash
# The strict checks: lock files, warnings as errors, format, shell scripts. A newer SDK may fail here, but not in a build.
set -uo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast lint"
  echo "Checks lock files, builds with warnings as errors, checks the format, and checks shell scripts if shellcheck is installed."
  echo "Lists security advisories on packages if the network allows it; they do not fail the check."
  exit 0
fi
if (($# > 0)); then
  echo "volcast: lint does not accept '$1'; see ./volcast lint --help." >&2
  exit 2
fi
# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
find_dotnet
require_sdk "$root"
cd "$root" || exit

failures=0
check() {
  local what=$1
  shift
  if "$@" </dev/null >"$log" 2>&1; then
    echo "ok      $what"
  else
    awk '/^Build FAILED/ { exit } { print }' "$log"
    echo "FAILED  $what"
    failures=$((failures + 1))
  fi
}
log=$(mktemp)
trap 'stop_compiler; rm -f "$log"' EXIT

check "lock files are up to date" "$dotnet" restore Volcast.slnx --locked-mode -v quiet
check "lock files of the AWS deployment" "$dotnet" restore deploy/aws/Volcast.Deploy.Aws.slnx --locked-mode -v quiet
check "lock file of the coverage tool" "$dotnet" restore build/coverage.proj --locked-mode -v quiet
check "no warnings" build Volcast.slnx -p:Strict=true -p:RunAnalyzers=true
check "no warnings in the AWS deployment" build deploy/aws/Volcast.Deploy.Aws.slnx --no-restore -p:Strict=true -p:RunAnalyzers=true
check "format" "$dotnet" format Volcast.slnx --no-restore --verify-no-changes --severity warn
check "format of the AWS deployment" "$dotnet" format deploy/aws/Volcast.Deploy.Aws.slnx --no-restore --verify-no-changes \
  --severity warn --include deploy tests/deploy/Aws
if command -v shellcheck >/dev/null; then
  check "shell scripts" shellcheck -x volcast .ci/run build/*.sh bench/run.sh
else
  echo "note    shellcheck is not installed; shell scripts were not checked"
fi
if timeout 60 "$dotnet" list Volcast.slnx package --vulnerable --include-transitive --no-restore </dev/null >"$log" 2>&1; then
  if grep -E '^ +> ' "$log" | sort -u >"$log.found"; then
    echo "note    packages with advisories:"
    cat "$log.found"
  else
    echo "ok      no package with a known advisory"
  fi
  rm -f "$log.found"
else
  echo "note    advisories could not be looked up"
fi
exit $((failures > 0))
