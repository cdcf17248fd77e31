"""Writes features.csv: a simulated market of 420 sessions, and the 21 features of features.L1 by pandas for its last rows.

Independent of Volcast: rolling windows, correlations and exponential means are those of pandas. Wilder's RSI runs over the
whole history here, while the kernel starts 250 sessions back: they agree to about 1e-5. Run: python3 features.py
"""
import numpy as np
import pandas as pd

SESSIONS, EXPECTED = 420, 60


def simulate():
    rng = np.random.default_rng(21)
    volatility = 0.01 * np.exp(np.convolve(0.15 * rng.standard_normal(SESSIONS + 39), np.ones(40) / np.sqrt(40), "valid") * 3)
    market = rng.standard_t(5, SESSIONS) * volatility

    def closes(returns):
        return np.round(100 * np.exp(np.cumsum(returns)), 4)

    vix = np.round(1600 * volatility * np.exp(0.05 * rng.standard_normal(SESSIONS)), 2)
    return pd.DataFrame({
        "target": closes(market), "tlt": closes(-0.3 * market + 0.006 * rng.standard_normal(SESSIONS)),
        "hyg": closes(0.4 * market + 0.003 * rng.standard_normal(SESSIONS)),
        "vix": vix, "vix3m": np.round(vix ** 0.8 * 20 ** 0.2 * np.exp(0.02 * rng.standard_normal(SESSIONS)), 2),
    })


def features(market):
    returns = np.log(market[["target", "tlt", "hyg"]]).diff()
    r = returns["target"]
    columns = {}
    for w in (1, 5, 10, 20, 60):
        columns[f"ret_{w}d"] = np.log(market["target"] / market["target"].shift(w))
    for w in (5, 10, 20, 60):
        columns[f"vol_{w}d"] = np.sqrt(252 * (r ** 2).rolling(w).mean())
    columns["drawdown_60d"] = 1 - market["target"] / market["target"].rolling(60).max()
    columns["vix"], columns["vix3m"] = market["vix"], market["vix3m"]
    columns["vix_term"] = market["vix3m"] / market["vix"]
    change = market["target"].diff()
    up = change.clip(lower=0).ewm(alpha=1 / 14, adjust=False, ignore_na=True).mean()
    down = (-change).clip(lower=0).ewm(alpha=1 / 14, adjust=False, ignore_na=True).mean()
    columns["rsi_14"] = 100 - 100 / (1 + up / down)
    for w in (20, 60):
        for other in ("tlt", "hyg"):
            columns[f"corr_{other}_{w}d"] = r.rolling(w).corr(returns[other])
    columns["hyg_tlt_spread"] = returns["hyg"] - returns["tlt"]
    columns["rv_vix_spread_20d"] = 100 * columns["vol_20d"] - market["vix"]
    columns["corr_tlt_hyg_20d"] = returns["tlt"].rolling(20).corr(returns["hyg"])
    return pd.DataFrame(columns)


if __name__ == "__main__":
    market = simulate()
    expected = features(market)
    expected.iloc[:-EXPECTED] = np.nan
    joined = market.join(expected, rsuffix="_feature")
    with open("features.csv", "w", encoding="utf-8", newline="\n") as file:
        joined.to_csv(file, index_label="row", float_format="%.15g")
