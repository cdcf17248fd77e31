#!/usr/bin/env bash
# Runs the tests of one project in the current folder, which holds the programs of all projects. Prints a line, and before it
# what the tests print if one fails.
# usage: run-tests.sh FILTER RESULTS SECONDS PROJECT; a run is stopped after SECONDS, or never if they are 0.
set -uo pipefail
filter=$1 results=$2 limit=$3 project=$4
report=$results/$project.trx log=$results/$project.log code=0
SECONDS=0
# A test that hangs is named in the log.
timeout -k 10 "$limit" "./$project" -filterVSTest "$filter" -result-trx "$report" -longRunning 120 -noLogo -noColor \
  </dev/null >"$log" 2>&1 || code=$?
if [[ -s $report ]]; then
  sed -i 's/></>\n</g' "$report" # One element a line, as count-tests.awk reads it.
else
  echo '<ResultSummary outcome="Failed">' >"$report" # What a crash or the limit leaves out: it counts as one failure.
fi
read -r total executed passed < <(sed -n 's/^<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)".*/\1 \2 \3/p' "$report")
if [[ $code != 0 || ${total-} == '' || $executed != "$passed" ]]; then
  grep -v '^{"Timestamp"' "$log" # The log of services.
  echo "FAILED  $project: ${passed:-0} of ${executed:-0} passed in $SECONDS s, exit code $code"
elif ((total > 0)); then
  echo "ok      $project: $passed passed, $((total - executed)) skipped, $SECONDS s"
fi
exit 0 # The reports say what failed.
