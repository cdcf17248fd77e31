"""Writes comparison.json: tests of equal loss and of value at risk on simulated losses and hits, without Volcast's code.

Diebold-Mariano with the correction of Harvey, Leybourne and Newbold from its formula and scipy.stats.t; Kupiec and
Christoffersen from binomial and Markov-chain likelihoods of scipy.stats. Run: python3 comparison.py
"""
import json

import numpy as np
from scipy import stats

rng = np.random.default_rng(11)


def long_run_variance(d, lag):
    d = d - d.mean()
    covariances = [np.dot(d[k:], d[:len(d) - k]) / len(d) for k in range(lag + 1)]
    return covariances[0] + 2 * sum((1 - k / (lag + 1)) * covariances[k] for k in range(1, lag + 1))


def diebold_mariano(first, second, horizon, lag):
    d = first - second
    n = len(d)
    correction = np.sqrt((n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n)
    statistic = correction * d.mean() / np.sqrt(long_run_variance(d, lag) / n)
    return {"horizon": horizon, "lag": lag, "mean_difference": float(d.mean()),
            "long_run_variance": float(long_run_variance(d, lag)), "statistic": float(statistic),
            "p_value": float(2 * stats.t.sf(abs(statistic), n - 1))}


def kupiec(hits, p):
    n, x = len(hits), int(hits.sum())
    statistic = 2 * (stats.binom.logpmf(x, n, x / n) - stats.binom.logpmf(x, n, p))
    return float(statistic), float(stats.chi2.sf(statistic, 1))


def christoffersen(hits):
    after_hit = hits[1:][hits[:-1] == 1]
    after_none = hits[1:][hits[:-1] == 0]

    def likelihood(sample, p):
        return stats.bernoulli.logpmf(sample, p).sum() if len(sample) else 0.0

    together = hits[1:].mean()
    one = likelihood(hits[1:], together)
    two = likelihood(after_none, after_none.mean()) + likelihood(after_hit, after_hit.mean())
    statistic = 2 * (two - one)
    return float(statistic), float(stats.chi2.sf(statistic, 1))


def backtest(hits, p):
    unconditional, independence = kupiec(hits, p), christoffersen(hits)
    both = unconditional[0] + independence[0]
    return {"hits": hits.astype(int).tolist(), "probability": p, "kupiec": unconditional, "christoffersen": independence,
            "conditional_coverage": [both, float(stats.chi2.sf(both, 2))]}


def clustered(n, after_none, after_hit):
    state, hits = 0, []
    for u in rng.random(n):
        state = int(u < (after_hit if state else after_none))
        hits.append(state)
    return np.array(hits)


if __name__ == "__main__":
    noise = rng.standard_normal(504)
    common = np.convolve(noise, np.ones(5) / 5, "valid")
    first = np.round(0.5 + 0.3 * common ** 2 + 0.02 * rng.standard_normal(500), 9)
    second = np.round(first - 0.02 + 0.2 * np.convolve(rng.standard_normal(504), np.ones(5) / 5, "valid"), 9)
    document = {
        "first_losses": first.tolist(), "second_losses": second.tolist(),
        "diebold_mariano": [diebold_mariano(first, second, h, lag) for h, lag in ((1, 0), (5, 4), (5, 15), (22, 66))],
        "value_at_risk": [backtest(clustered(500, 0.05, 0.05), 0.05), backtest(clustered(500, 0.03, 0.3), 0.05),
                          backtest(clustered(1000, 0.02, 0.02), 0.01)],
    }
    with open("comparison.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
        file.write("\n")
