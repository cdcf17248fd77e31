#!/usr/bin/env bash
# Asks a running service for its newest forecast, the explanation, and the effect of a crash. Usage: curl.sh [ADDRESS]
set -euo pipefail
address=${1:-http://127.0.0.1:8080}
ask() { curl --silent --show-error --fail-with-body ${VOLCAST_KEY:+--header "Authorization: Bearer $VOLCAST_KEY"} "$@"; }

ask "$address/v1/forecasts/latest?symbol=SPY&horizon=5"
echo
ask "$address/v1/forecasts/latest/explanation"
echo
# With the ETag an unchanged response is an empty 304.
etag=$(ask --output /dev/null --write-out '%header{etag}' "$address/v1/forecasts/latest")
ask --output /dev/null --write-out '%{http_code}\n' --header "If-None-Match: $etag" "$address/v1/forecasts/latest"
# The next session falls by 5 %, and VIX closes at 40.
ask "$address/v1/scenarios" --json '{"bars": {"SPY": {"log_return": -0.05}, "^VIX": {"close": 40}, "^VIX3M": {"close": 36},
  "TLT": {"log_return": 0.01}, "HYG": {"log_return": -0.02}}}'
echo
