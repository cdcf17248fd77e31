#!/usr/bin/env bash
# Makes the universal slopes that ship with the program: build/slopes.sh PANEL MARKET. PANEL is a folder of csv files, one for each
# ticker, and MARKET one with VIX.csv and further funds. For each cut it pools the funds below and as many stocks: those with the
# largest median dollar volume up to the cut. docs/universal-slopes.md says why.
set -euo pipefail
cd "$(dirname "$0")/.."

[[ $# == 2 && -d $1 && -f $2/VIX.csv ]] || {
  echo "usage: build/slopes.sh PANEL MARKET: a folder with a csv file for each ticker, and one with VIX.csv" >&2
  exit 2
}
panel=$(cd "$1" && pwd)
market=$(cd "$2" && pwd)
cuts=(2003-12-31 2006-12-31 2009-12-31 2012-12-31 2015-12-31 2018-12-31 2021-12-31)
funds=" AGG DIA EEM EFA EMB EWG EWJ EWZ FEZ FXE FXI GDX GLD HYG IBB IEF IJR IWD IWF IWM IYR KRE LQD MDY QQQ SLV SMH SPY TIP TLT \
UNG USO VNQ XHB XLB XLE XLF XLI XLK XLP XLU XLV XLY XOP XRT "
least=550 # sessions: the terms need 272, and a ticker of a pool 250 rows after them

pool=$(mktemp -d)
trap 'rm -rf "$pool"' EXIT

# Prints ticker and median dollar volume of each ticker with enough sessions up to the cut. An index has no volume.
volumes() {
  for file in "$panel"/*.csv "$market"/{HYG,SPY,TLT}.csv; do
    awk -F, -v cut="$1" 'NR > 1 && $1 <= cut && $5 > 0 && $7 > 0 { printf "%.0f\n", $5 * $7 }' "$file" | sort -n |
      awk -v ticker="$(basename "$file" .csv)" -v least="$least" \
        '{ value[NR] = $1 } END { if (NR >= least) print ticker, value[int((NR + 1) / 2)] }'
  done
}

add() {
  local folder=$panel
  [[ -e $panel/$1.csv ]] || folder=$market
  ln -s "$folder/$1.csv" "$pool/"
}

for cut in "${cuts[@]}"; do
  rm -f "$pool"/*.csv
  of_funds=0
  stocks=()
  while read -r ticker _; do
    if [[ $funds == *" $ticker "* ]]; then
      add "$ticker"
      of_funds=$((of_funds + 1))
    else
      stocks+=("$ticker")
    fi
  done < <(volumes "$cut" | sort -k2,2nr -k1,1)
  for ticker in "${stocks[@]:0:$of_funds}"; do
    add "$ticker"
  done
  echo "$cut: $of_funds funds and as many stocks"
  ./volcast pool --path "$pool" --vix "$market" --to "$cut" --out "libs/Forecasting/Universal/Slopes/$cut.json"
done
