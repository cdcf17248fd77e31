#!/usr/bin/env bash
# Builds everything once, runs the tests of all projects, counts them and measures coverage.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && pwd)
required=80

usage() {
  cat <<EOF
Usage: ./volcast test [all|unit|integration]
  all          every test except the long proofs (default); fails when line coverage is below $required %
  unit         tests that touch no disk, socket or process
  integration  the others
The long proofs: ./volcast prove
EOF
}

what=${1:-all}
case $what in
  all) filter='Category!=Proof' ;;
  unit) filter='Category!=Integration&Category!=Proof' ;;
  integration) filter='Category=Integration&Category!=Proof' ;;
  proof) filter='Category=Proof' ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    echo "volcast: '$what' is not a set of tests." >&2
    usage >&2
    exit 2
    ;;
esac

# shellcheck source=build/dotnet.sh
source "$root/build/dotnet.sh"
find_dotnet
require_sdk "$root"
cd "$root"
"$root/build/setup-xgboost.sh"
[[ $what == unit ]] || "$root/build/setup-python.sh"

results=$root/TestResults
rm -rf "$results"
mkdir -p "$results"

# .ci/run has just built the same with build/lint.sh.
if [[ ${VOLCAST_NO_BUILD-} != 1 ]]; then
  echo "Building…"
  trap stop_compiler EXIT
  if ! build Volcast.slnx >"$results/build.log" 2>&1; then
    cat "$results/build.log"
    echo "volcast: the build failed; the errors are above."
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
fi

# tests/Directory.Build.props names each project's report after the project.
coverage=(--settings build/test.runsettings --collect 'XPlat Code Coverage')
[[ $what == proof ]] && coverage=()
status=0
VOLCAST_TEST_RESULTS=$results "$dotnet" test Volcast.slnx -c Release --no-build -nologo -m:2 \
  --filter "$filter" ${coverage[@]+"${coverage[@]}"} </dev/null |
  grep --line-buffered -vE '^(Test run for|A total of|Attachments:|No test matches|No test is available|  .*coverage\.cobertura\.xml|Results File:|$)' ||
  status=${PIPESTATUS[0]}

shopt -s nullglob
LC_ALL=C awk -v status="$status" -f build/count-tests.awk "$results"/*.trx </dev/null | tee "$results/counts.txt"
summary=$(tail -n 1 "$results/counts.txt")
[[ $summary == *' 0 failed,'* ]] || status=1

if [[ $what != proof ]]; then
  "$dotnet" tool restore -v quiet </dev/null >"$results/tools.log" || cat "$results/tools.log"
  "$dotnet" reportgenerator "-reports:$results/**/coverage.cobertura.xml" "-targetdir:$results/coverage" \
    -reporttypes:'TextSummary;Cobertura' -verbosity:Error </dev/null
  echo
  echo "Line coverage ($what):"
  LC_ALL=C awk '/^  Line coverage:/ { total = $3 } /^[^ ].*%$/ { printf "  %-32s %6s\n", $1, $NF } END { printf "  %-32s %6s\n", "total", total }' \
    "$results/coverage/Summary.txt"
  covered=$(LC_ALL=C awk '/^  Line coverage:/ { sub("%", "", $3); print $3 }' "$results/coverage/Summary.txt")
  if [[ $what == all ]] && LC_ALL=C awk -v c="$covered" -v r="$required" 'BEGIN { exit !(c < r) }'; then
    echo "Coverage of $covered % is below $required %."
    status=1
  fi
  echo
fi
echo "$summary"
exit "$status"
