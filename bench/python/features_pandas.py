"""The 21 features as a good pandas user writes them, one symbol after another.

usage: features_pandas.py MARKET ROWS OUTPUT
MARKET holds raw doubles, ROWS to a column: TLT and HYG log returns, VIX, VIX3M, then the log returns of each target.
Prints the seconds spent on features (wall clock and processor) as JSON; writes the last symbol's features to OUTPUT, column by
column.
"""
import json
import sys
import time

import numpy as np
import pandas as pd


def features(r, tlt, hyg, vix, vix3m):
    out = {}
    for w in (1, 5, 10, 20, 60):
        out[f"ret_{w}d"] = r.rolling(w).sum() if w > 1 else r
    r2 = r * r
    for w in (5, 10, 20, 60):
        out[f"vol_{w}d"] = np.sqrt(252 * r2.rolling(w).mean())
    close = np.exp(r.fillna(0).cumsum())
    out["drawdown_60d"] = 1 - close / close.rolling(60).max()
    out["vix"] = vix
    out["vix3m"] = vix3m
    out["vix_term"] = vix3m / vix
    change = close.diff()
    up = change.clip(lower=0).ewm(alpha=1 / 14, adjust=False, min_periods=250).mean()
    down = (-change).clip(lower=0).ewm(alpha=1 / 14, adjust=False, min_periods=250).mean()
    out["rsi_14"] = 100 * up / (up + down)
    out["corr_tlt_20d"] = r.rolling(20, min_periods=18).corr(tlt)
    out["corr_hyg_20d"] = r.rolling(20, min_periods=18).corr(hyg)
    out["corr_tlt_60d"] = r.rolling(60, min_periods=54).corr(tlt)
    out["corr_hyg_60d"] = r.rolling(60, min_periods=54).corr(hyg)
    out["hyg_tlt_spread"] = hyg - tlt
    out["rv_vix_spread_20d"] = 100 * out["vol_20d"] - vix
    out["corr_tlt_hyg_20d"] = tlt.rolling(20, min_periods=18).corr(hyg)
    return pd.DataFrame(out)


def main(market, rows, output):
    columns = np.fromfile(market).reshape(-1, int(rows))
    tlt, hyg, vix, vix3m = (pd.Series(column) for column in columns[:4])
    targets = [pd.Series(column) for column in columns[4:]]
    features(targets[0], tlt, hyg, vix, vix3m)  # warm-up
    start, processor = time.perf_counter(), time.process_time()
    for target in targets:
        table = features(target, tlt, hyg, vix, vix3m)
    elapsed, processor = time.perf_counter() - start, time.process_time() - processor
    table.to_numpy().T.tofile(output)
    print(json.dumps({"elapsed": elapsed, "processor": processor}))


if __name__ == "__main__":
    main(*sys.argv[1:])
