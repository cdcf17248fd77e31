# Sums the counters of test reports (.trx), lists skipped tests with their reasons, and ends with one line of totals. A run that
# ended badly without naming a test, such as a crashed test host, counts as one failure.
function end_report() {
  if (report != "" && outcome == "Failed" && named == 0) {
    failed++
    print "Failed: " report " ended before all of its tests had run"
  }
}
FNR == 1 { end_report(); report = FILENAME; sub(/.*\//, "", report); sub(/\.trx$/, "", report); outcome = ""; named = 0 }
/<UnitTestResult / { test = attribute($0, "testName"); skipping = attribute($0, "outcome") == "NotExecuted"; if (skipping) reason = "" }
skipping && /<(Message|StdOut)>/ && reason == "" {
  reason = $0
  sub(/.*<(Message|StdOut)>/, "", reason); sub(/<\/(Message|StdOut)>.*/, "", reason)
  reason = text(reason)
}
skipping && /<\/UnitTestResult>/ { print "Skipped: " test ": " reason; skipping = 0 }
/<UnitTestResult .*\/>/ && skipping { print "Skipped: " test; skipping = 0 }
/<ResultSummary / { outcome = attribute($0, "outcome") }
/<Counters / {
  named = attribute($0, "failed") + attribute($0, "error") + attribute($0, "timeout") + attribute($0, "aborted")
  passed += attribute($0, "passed"); failed += named; skipped += attribute($0, "total") - attribute($0, "executed")
}
END {
  end_report()
  if (status != 0 && failed == 0) {
    failed = 1
    print "Failed: the test run ended with exit code " status " without naming a test"
  }
  if (passed + failed + skipped == 0) {
    failed = 1
    print "Failed: no test ran"
  }
  printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
}
