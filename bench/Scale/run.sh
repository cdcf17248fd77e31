#!/usr/bin/env bash
# Measures what a target costs in each stage, as plans of one chunk, and prints the tables of docs/operations/scale.md: processor
# seconds, and what 5,000 tickers take and cost.
# usage: bench/Scale/run.sh CSV_FOLDER TICKERS       such as: bench/Scale/run.sh prices SPY,QQQ,IWM,DIA
# PRICE is that of one processor and two gigabytes for an hour, in dollars. VOLCAST names the program.
set -euo pipefail
if (($# != 2)); then
  sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/../.." && pwd)
volcast=${VOLCAST:-$root/volcast}
export LC_ALL=C VOLCAST_TARGETS=$2 VOLCAST_DATA VOLCAST_NOW=${VOLCAST_NOW:-}
csv=$(cd -P -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
VOLCAST_DATA=$work/data
price=${PRICE:-0.0494}

# measure NAME STAGE FLAG…: runs a plan; adds a line "NAME units seconds" to the list.
measure() {
  local name=$1 stage=$2 plan=$work/$1
  shift 2
  "$volcast" plan "$stage" "$@" --chunks 1 --out "$plan" >/dev/null
  "$volcast" work --plan "$plan" --threads 1 >&2
  "$volcast" gather --plan "$plan" --json |
    awk -F '[:,]' -v name="$name" '/"unit_count"/ { units = $2 } /"processor_seconds"/ { print name, units + 0, $2 + 0 }' \
      >>"$work/list"
}

measure ingest ingest --path "$csv"
measure features features
measure train train --promote-first
measure forecast forecast
for horizon in 1 5 10 22; do
  measure "backtest-$horizon" backtest --horizon "$horizon"
done

awk -v targets="$(tr ',' '\n' <<<"$2" | wc -l)" -v price="$price" '
  BEGIN {
    print "| stage | processor seconds a target | core hours of 5,000 | minutes on 100 cores | dollars |"
    print "|---|---|---|---|---|"
  }
  function row(name, seconds) {
    hours = seconds * 5000 / 3600
    printf "| %s | %.2f | %.1f | %.1f | %.2f |\n", name, seconds, hours, hours * 60 / 100, hours * price
  }
  /^backtest/ { all += $3 / targets; next }
  { row($1, $3 / targets) }
  END { row("backtest of all models, 4 horizons", all) }' "$work/list"
