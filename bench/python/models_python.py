"""The walk-forward of the models that are easily written in Python too, as a good user of pandas, NumPy, SciPy and XGBoost writes
it.

usage: models_python.py COLUMNS FIRST HORIZON REFIT_EVERY OUTPUT
COLUMNS is a csv: session, log_return, target_return, then the features. Origins go from FIRST to the last session; each model is
refitted every REFIT_EVERY sessions on all earlier rows except the last HORIZON rows.
Prints the seconds (wall clock) of reading and of each model, and the processor time of all models, as JSON; writes each model's
forecasts of annualised variance to OUTPUT, a csv column a model.
"""
import json
import os
import sys
import time

import numpy as np
import pandas as pd
import xgboost as xgb
from scipy.optimize import minimize
from scipy.signal import lfilter

YEAR = 252
FLOOR = 1e-6
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
TREES_21 = [
    "ret_1d", "ret_5d", "ret_10d", "ret_20d", "ret_60d", "vol_5d", "vol_10d", "vol_20d", "vol_60d", "drawdown_60d", "vix", "vix3m",
    "vix_term", "rsi_14", "corr_tlt_20d", "corr_hyg_20d", "corr_tlt_60d", "corr_hyg_60d", "hyg_tlt_spread", "rv_vix_spread_20d",
    "corr_tlt_hyg_20d",
]


class Market:
    """The columns, the label of each row, and the folds: (rows with a label, first origin, one past the last)."""

    def __init__(self, table, first, horizon, refit_every):
        self.table = table
        self.horizon = horizon
        self.r = table["log_return"]
        squares = table["target_return"] ** 2
        label = (YEAR * squares.rolling(horizon).mean()).clip(lower=FLOOR).shift(-horizon)
        self.label = label.to_numpy()
        rows = len(table)
        self.first = int(table.index.searchsorted(pd.Timestamp(first)))
        self.folds = [
            (refit - horizon, refit, min(refit + refit_every, rows)) for refit in range(self.first, rows, refit_every)
        ]

    def mean_square(self, window):
        return YEAR * (self.r ** 2).rolling(window).mean()

    def walk(self, columns, fit):
        """Forecasts of a model: fit(x, y) returns a function of rows. Rows with a missing value are not used to fit."""
        x = np.column_stack(columns)
        usable = np.isfinite(x).all(axis=1) & np.isfinite(self.label)
        out = []
        for labelled, refit, end in self.folds:
            rows = usable[:labelled]
            out.append(fit(x[:labelled][rows], self.label[:labelled][rows])(x[refit:end]))
        return np.concatenate(out)


def with_intercept(x):
    return np.column_stack([np.ones(len(x)), x])


def ols(x, y):
    return np.linalg.lstsq(with_intercept(x), y, rcond=None)[0]


def filtered_ols(x, y):
    beta, low, mean = ols(x, y), y.min(), y.mean()

    def forecast(rows):
        f = with_intercept(rows) @ beta
        return np.where(f < low, mean, f)

    return forecast


def log_ols(x, y):
    beta = ols(x, np.log(y))
    smearing = np.exp(np.log(y) - with_intercept(x) @ beta).mean()
    return lambda rows: np.exp(with_intercept(rows) @ beta) * smearing


def gamma_regression(x, y):
    """Gamma likelihood with log link, by Newton's method."""
    x = with_intercept(x)
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.mean())
    deviance = np.inf
    for _ in range(100):
        ratio = y * np.exp(-(x @ beta))
        now = 2 * (ratio - np.log(ratio) - 1).sum()
        if abs(deviance - now) <= 1e-13 * (1 + now):
            break
        deviance = now
        beta = beta + np.linalg.solve(x.T @ (ratio[:, None] * x), x.T @ (ratio - 1))
    return beta


def gamma_forecast(x, y):
    beta = gamma_regression(x, y)
    return lambda rows: np.exp(with_intercept(rows) @ beta)


def as_it_is(x, y):
    return lambda rows: rows[:, 0]


def rolling(market, window):
    return market.walk([market.mean_square(window).clip(lower=FLOOR)], as_it_is)


def ewma(market):
    return market.walk([(YEAR * (market.r ** 2).ewm(alpha=.06).mean()).clip(lower=FLOOR)], as_it_is)


def har(market):
    return market.walk([market.mean_square(w) for w in (1, 5, 22)], filtered_ols)


def har_range(market):
    return market.walk([market.table[f"range_vol_{w}d"] ** 2 for w in (1, 5, 22)], filtered_ols)


def log_har_range(market):
    return market.walk([2 * np.log(market.table[f"range_vol_{w}d"]) for w in (1, 5, 22)], log_ols)


def shar(market):
    down, up = (YEAR * half ** 2 for half in (market.r.clip(upper=0), market.r.clip(lower=0)))
    return market.walk([down, up, market.mean_square(5), market.mean_square(22)], filtered_ols)


def vix_raw(market):
    return market.walk([(market.table["vix"] / 100) ** 2], as_it_is)


def vix_calibrated(market):
    return market.walk([np.log(market.table["vix"])], gamma_forecast)


def garch_variances(theta, r):
    """h of each return and, last, of the session after them; the recursion starts at the mean squared residual."""
    mean, omega, alpha, beta = theta
    e2 = (r - mean) ** 2
    presample = e2.mean()
    drive = omega + alpha * np.concatenate([[presample], e2])
    return lfilter([1], [1, -beta], drive, zi=[beta * presample])[0]


def garch_deviance(theta, r):
    """The mean of -2 log-likelihood without its constant, and its gradient."""
    mean, omega, alpha, beta = theta
    e = r - mean
    e2 = e ** 2
    presample, slope = e2.mean(), -2 * e.mean()
    h = garch_variances(theta, r)[:-1]

    def propagate(drive, start):
        return lfilter([1], [1, -beta], drive, zi=[start])[0]

    lagged_e2 = np.concatenate([[presample], e2[:-1]])
    lagged_h = np.concatenate([[presample], h[:-1]])
    by_mean = propagate(alpha * np.concatenate([[slope], -2 * e[:-1]]), beta * slope)
    by_omega = propagate(np.ones_like(e), 0)
    by_alpha = propagate(lagged_e2, 0)
    by_beta = propagate(lagged_h, 0)
    by_variance = (1 - e2 / h) / h
    gradient = np.array([
        (by_variance * by_mean - 2 * e / h).mean(), (by_variance * by_omega).mean(), (by_variance * by_alpha).mean(),
        (by_variance * by_beta).mean(),
    ])
    return (np.log(h) + e2 / h).mean(), gradient


def garch_fit(r):
    """GARCH(1,1) with a constant mean by Gaussian maximum likelihood, of returns scaled to unit variance."""
    scale = r.std()
    fit = minimize(
        garch_deviance, [r.mean() / scale, .02, .08, .90], args=(r / scale,), jac=True, method="SLSQP",
        bounds=[(None, None), (1e-6, None), (0, 1), (0, 1)],
        constraints={"type": "ineq", "fun": lambda t: .9999 - t[2] - t[3], "jac": lambda t: np.array([0, 0, -1, -1.])},
        options={"ftol": 1e-10, "maxiter": 200})
    return fit.x * [scale, scale ** 2, 1, 1]


def garch(market):
    r = market.r.to_numpy()
    absent = int(np.isnan(r).sum())
    r = r[absent:]
    out = []
    for labelled, refit, end in market.folds:
        training = r[:labelled - absent]
        theta = garch_fit(training)
        mean, omega, alpha, beta = theta
        # The recursion starts at the mean of the training residuals, so no later return affects its start.
        presample = ((training - mean) ** 2).mean()
        drive = omega + alpha * np.concatenate([[presample], (r[:end - absent] - mean) ** 2])
        h = lfilter([1], [1, -beta], drive, zi=[beta * presample])[0][1:][refit - absent:]
        path = [h]
        for _ in range(1, market.horizon):
            path.append(omega + (alpha + beta) * path[-1])
        out.append(np.maximum(YEAR * np.mean(path, axis=0), FLOOR))
    return np.concatenate(out)


def xgboost_21(market):
    def fit(x, y):
        labels = np.sqrt(y).astype(np.float32)
        parameters = {
            "objective": "reg:squarederror", "base_score": float(labels.mean(dtype=np.float64)), "tree_method": "hist",
            "max_bin": 64, "max_depth": 3, "eta": .03, "subsample": .8, "colsample_bytree": .7, "min_child_weight": 4,
            "lambda": 1.5, "nthread": THREADS, "seed": 0,
        }
        booster = xgb.train(parameters, xgb.DMatrix(x, label=labels), 300)
        return lambda rows: np.maximum(booster.predict(xgb.DMatrix(rows)).astype(float), np.sqrt(FLOOR)) ** 2

    return market.walk([market.table[name] for name in TREES_21], fit)


def xgboost_21_gamma(market):
    def fit(x, y):
        parameters = {
            "objective": "reg:gamma", "base_score": float(y.astype(np.float32).mean(dtype=np.float64)), "tree_method": "hist",
            "max_bin": 64, "max_depth": 2, "eta": .03, "subsample": .5, "colsample_bytree": .5, "min_child_weight": 30,
            "lambda": 20, "nthread": THREADS, "seed": 0,
        }
        booster = xgb.train(parameters, xgb.DMatrix(x, label=y), 300)
        return lambda rows: booster.predict(xgb.DMatrix(rows)).astype(float)

    return market.walk([market.table[name] for name in TREES_21], fit)


def volcast(market):
    """The shipped recipe: a geometric mean of three gamma regressions on a blended label, and trees on their residual."""
    t = market.table
    ranges = (t["range_vol_1d"] ** 2).rolling(market.horizon).mean().shift(-market.horizon).to_numpy()
    vix, vix_month = 2 * np.log(t["vix"] / 100), 2 * np.log(t["vix_mean_22d"] / 100)
    common = [2 * np.log(t[f"range_vol_{w}d"]) for w in (1, 5, 10, 22, 66)] + [
        vix, vix_month, t["scaled_ret_1d"], t["scaled_ret_5d"], np.log(t["overnight_share_22d"])]
    weights = (.5, .25, .25)
    members = [np.column_stack(columns) for columns in (
        common + [2 * np.log(t["range_vol_250d"])], common + [np.log(t["vix_term"])], [vix, vix_month])]
    trees = t[TREES_21].to_numpy()
    labelled_rows = np.isfinite(market.label) & np.isfinite(ranges)
    usable = [np.isfinite(x).all(axis=1) & labelled_rows for x in members]
    complete = np.isfinite(np.column_stack(members + [trees])).all(axis=1) & np.isfinite(market.label)
    parameters = {
        "objective": "reg:gamma", "base_score": 1, "tree_method": "hist", "max_bin": 64, "max_depth": 2, "eta": .02,
        "num_parallel_tree": 16, "subsample": .5, "colsample_bytree": .5, "min_child_weight": 30, "lambda": 20,
        "nthread": THREADS, "seed": 0,
    }
    out = []
    for labelled, refit, end in market.folds:
        logs = np.zeros(end)
        for weight, x, rows in zip(weights, members, usable):
            rows = np.flatnonzero(rows[:labelled])
            rv, quiet = market.label[rows], ranges[rows]
            beta = gamma_regression(x[rows], .5 * rv + .5 * rv.mean() / quiet.mean() * quiet)
            eta = with_intercept(x[:end]) @ beta
            logs += weight * (eta + np.log((rv / np.exp(eta[rows])).mean()))
        rows = np.flatnonzero(complete[:labelled])
        matrix = xgb.DMatrix(trees[rows], label=market.label[rows], base_margin=logs[rows])
        booster = xgb.train(parameters, matrix, 60)
        origins = xgb.DMatrix(trees[refit:end], base_margin=logs[refit:end])
        out.append(booster.predict(origins).astype(float))
    return np.concatenate(out)


MODELS = {
    "rv-5": lambda market: rolling(market, 5),
    "rv-22": lambda market: rolling(market, 22),
    "ewma": ewma,
    "har": har,
    "har-range": har_range,
    "log-har-range": log_har_range,
    "shar": shar,
    "vix-raw": vix_raw,
    "vix-calibrated": vix_calibrated,
    "garch": garch,
    "xgboost-21": xgboost_21,
    "xgboost-21-gamma": xgboost_21_gamma,
    "volcast": volcast,
}


def main(columns, first, horizon, refit_every, output):
    start = time.perf_counter()
    table = pd.read_csv(columns, index_col="session", parse_dates=["session"])
    seconds, processor = {"reading": time.perf_counter() - start}, time.process_time()
    market = Market(table, first, int(horizon), int(refit_every))
    forecasts = {}
    for name, forecast in MODELS.items():
        started = time.perf_counter()
        forecasts[name] = forecast(market)
        seconds[name] = time.perf_counter() - started
    processor = time.process_time() - processor
    pd.DataFrame(forecasts, index=table.index[market.first:]).to_csv(output, float_format="%.17g")
    print(json.dumps({"seconds": seconds, "processor": processor}))


if __name__ == "__main__":
    main(*sys.argv[1:])
