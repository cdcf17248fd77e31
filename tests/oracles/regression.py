"""Writes regression.json: least squares, gamma regression, Newey-West errors and Mincer-Zarnowitz on simulated rows.

Independent of Volcast: numpy.linalg.lstsq, scipy.optimize on the gamma likelihood's score equations, and Newey-West's
formula as a double sum. Run: python3 regression.py
"""
import json

import numpy as np
from scipy import optimize, stats

rng = np.random.default_rng(7)


def har_rows(n=300):
    """Daily variances in percent squared with a memory of a day, a week and a month, and the regressors of HAR."""
    log_variance, values = 0.0, []
    for shock in rng.standard_normal(n + 22):
        log_variance = 0.93 * log_variance + 0.35 * shock
        values.append(round(float(np.exp(log_variance)), 6))
    v = np.array(values)
    x = np.array([[v[t - 1], v[t - 5:t].mean(), v[t - 22:t].mean()] for t in range(22, len(v))])
    return np.round(x, 9), v[22:]


def with_intercept(x):
    return np.column_stack([np.ones(len(x)), x])


def newey_west(x, residuals, lag):
    """(X'X)^-1 S (X'X)^-1 with Bartlett weights, every pair of rows within the lag visited."""
    n, k = x.shape
    s = np.zeros((k, k))
    for i in range(n):
        for j in range(max(0, i - lag), min(n, i + lag + 1)):
            s += (1 - abs(i - j) / (lag + 1)) * residuals[i] * residuals[j] * np.outer(x[i], x[j])
    inverse = np.linalg.inv(x.T @ x)
    return inverse @ s @ inverse


def least_squares(x, y, lags):
    design = with_intercept(x)
    beta = np.linalg.lstsq(design, y, rcond=None)[0]
    residuals = y - design @ beta
    return {
        "coefficients": beta.tolist(),
        "r_squared": float(1 - (residuals @ residuals) / ((y - y.mean()) @ (y - y.mean()))),
        "newey_west": {str(lag): np.sqrt(np.diag(newey_west(design, residuals, lag))).tolist() for lag in lags},
    }


def gamma_regression(x, y):
    design = with_intercept(x)
    start = np.linalg.lstsq(design, np.log(y), rcond=None)[0]
    found = optimize.root(lambda b: design.T @ (y * np.exp(-design @ b) - 1), start,
                          jac=lambda b: -(design.T * (y * np.exp(-design @ b))) @ design, tol=1e-14)
    ratio = y * np.exp(-design @ found.x)
    return {"coefficients": found.x.tolist(), "deviance": float(2 * np.sum(ratio - np.log(ratio) - 1))}


def mincer_zarnowitz(realized, forecast, lag):
    design = with_intercept(forecast[:, None])
    fit = least_squares(forecast[:, None], realized, [])
    beta = np.array(fit["coefficients"])
    v = newey_west(design, realized - design @ beta, lag)
    gap = beta - np.array([0.0, 1.0])
    wald = float(gap @ np.linalg.solve(v, gap))
    return {"lag": lag, "intercept": beta[0], "slope": beta[1], "r_squared": fit["r_squared"],
            "intercept_error": float(np.sqrt(v[0, 0])), "slope_error": float(np.sqrt(v[1, 1])),
            "wald": wald, "p_value": float(stats.chi2.sf(wald, 2))}


if __name__ == "__main__":
    x, y = har_rows()
    forecast = np.round(0.3 + 0.6 * x[:, 1], 9)
    document = {
        "regressors": x.tolist(), "response": y.tolist(), "forecast": forecast.tolist(),
        "least_squares": least_squares(x, y, [0, 4, 14]),
        "gamma_regression": gamma_regression(np.log(x), y),
        "mincer_zarnowitz": mincer_zarnowitz(y, forecast, 14),
        "quantiles": {str(p): float(np.quantile(y, p)) for p in (0, 0.025, 0.1, 0.5, 0.9, 0.975, 1)},
    }
    with open("regression.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
        file.write("\n")
