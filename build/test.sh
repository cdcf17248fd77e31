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
if [[ $what != unit ]]; then
  "$root/build/setup-python.sh"
  "$root/build/setup-browser.sh"
fi

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

# Tests run for seconds: to collect profiles for the compiler costs more than it gains.
export DOTNET_TieredPGO=0

# One folder with the programs of all projects: a library stands in it once and is instrumented once.
bin=$results/bin
mkdir "$bin"
# The longest first.
# Those of the AWS stack belong to the deployment's own solution (build/aws.sh).
find tests/cli tests/services tests -name '*.Tests.csproj' -not -path 'tests/deploy/Aws/*' | awk '!seen[$0]++' | while read -r project; do
  cp -rn "${project%/*}/bin/Release/net10.0/." "$bin"
  basename "$project" .csproj
done >"$results/projects"

status=0
limit=1200 # A test that hangs fails instead of hanging everything.
[[ $what == proof ]] && limit=0
run=(xargs -n 1 -P 2 "$root/build/run-tests.sh" "$filter" "$results" "$limit")
if [[ $what == proof ]]; then
  (cd "$bin" && "${run[@]}" <../projects)
else
  printf '%q ' "${run[@]}" >"$results/run.sh"
  "$dotnet" restore build/coverage.proj -v quiet </dev/null
  "$dotnet" msbuild build/coverage.proj -nologo -tl:off -verbosity:minimal "-p:Bin=$bin" "-p:Report=$results/" \
    "-p:Command=bash ../run.sh < ../projects" </dev/null |
    awk '/^ *\[coverlet\]/ { next } /Calculating coverage/ { hidden = 1 } !hidden { sub(/^  /, ""); print; fflush() }' ||
    status=1
fi

LC_ALL=C awk -f build/xml.awk -f build/count-tests.awk -v "status=$status" "$results"/*.trx </dev/null | tee "$results/counts.txt"
summary=$(tail -n 1 "$results/counts.txt")
[[ $summary == *' 0 failed,'* ]] || status=1

if [[ -f $results/coverage.cobertura.xml ]]; then
  echo
  echo "Line coverage ($what):"
  LC_ALL=C awk -f build/xml.awk -f build/coverage.awk "$results/coverage.cobertura.xml" | tee "$results/coverage.txt"
  covered=$(awk '{ print $NF + 0 }' <(tail -n 1 "$results/coverage.txt"))
  if [[ $what == all ]] && LC_ALL=C awk -v c="$covered" -v r="$required" 'BEGIN { exit !(c < r) }'; then
    echo "Coverage of $covered % is below $required %."
    status=1
  fi
  echo
fi
echo "$summary"
exit "$status"
