"""Vectors for drift statistics, written to drift.json. SciPy and NumPy compute every number, by the definitions that
Evidently uses for a numerical feature (github.com/evidentlyai/evidently, evidently/legacy/calculations/stattests)."""

import json

import numpy as np
from scipy import stats
from scipy.spatial import distance

rng = np.random.default_rng(20260313)


def shares(reference, window):
    """Sturges' bins of both samples together, or each value by itself where the reference has at most 20 values."""
    if len(np.unique(reference)) > 20:
        edges = np.histogram_bin_edges(np.concatenate([reference, window]), bins="sturges")
        return [np.histogram(x, edges)[0] / len(x) for x in (reference, window)]
    keys = np.unique(np.concatenate([reference, window]))
    return [np.array([np.count_nonzero(x == key) for key in keys]) / len(x) for x in (reference, window)]


def filled(share):
    smallest = share[share > 0].min()
    return np.where(share == 0, smallest / 10**6 if smallest <= 0.0001 else 0.0001, share)


def case(name, reference, window):
    finite = [np.asarray(x)[np.isfinite(x)] for x in (reference, window)]
    ks = stats.ks_2samp(*finite)
    p, q = shares(*finite)
    fp, fq = filled(p), filled(q)
    return {
        "name": name,
        "reference": [None if np.isnan(x) else float(x) for x in reference],
        "window": [None if np.isnan(x) else float(x) for x in window],
        "ks_statistic": float(ks.statistic),
        "ks_p_value": float(ks.pvalue),
        "wasserstein": float(stats.wasserstein_distance(*finite) / max(np.std(finite[0]), 0.001)),
        "psi": float(np.sum((fp - fq) * np.log(fp / fq))),
        "jensen_shannon": float(distance.jensenshannon(p, q)),
    }


def autoregression(n, phi):
    x = np.zeros(n)
    shocks = rng.standard_t(4, n)
    for t in range(1, n):
        x[t] = phi * x[t - 1] + shocks[t]
    return x


persistent = np.round(autoregression(620, 0.97), 6)
missing = np.round(rng.normal(size=200), 6)
missing[[3, 50, 51]] = np.nan
window_missing = np.round(rng.normal(0.4, 1, 40), 6)
window_missing[[0, 17]] = np.nan
cases = [
    case("same law", np.round(rng.normal(size=300), 6), np.round(rng.normal(size=60), 6)),
    case("shifted", np.round(rng.normal(size=300), 6), np.round(rng.normal(1.5, 1, 60), 6)),
    case("wider", np.round(rng.normal(size=256), 6), np.round(rng.normal(0, 2, 64), 6)),
    case("equal sizes", np.round(rng.normal(size=60), 6), np.round(rng.normal(0.3, 1, 60), 6)),
    case("persistent", persistent[:560], persistent[560:]),
    case("ties", np.round(rng.normal(size=400), 1), np.round(rng.normal(0.2, 1, 60), 1)),
    case("few values", rng.integers(0, 5, 250).astype(float), rng.integers(1, 7, 60).astype(float)),
    case("twenty values", np.arange(100) % 20 / 4, np.arange(60) % 23 / 4),
    case("twenty-one values", np.arange(105) % 21 / 4, np.arange(60) % 23 / 4),
    case("missing values", missing, window_missing),
    case("constant", np.full(100, 0.25), np.full(30, 0.25)),
    case("constant that moved", np.full(100, 0.25), np.full(30, 0.5)),
    case("reference shorter than the window", np.round(rng.normal(size=25), 6), np.round(rng.normal(size=60), 6)),
    case("apart", np.round(rng.normal(size=80), 6), np.round(rng.normal(50, 1, 20), 6)),
    case("rare bin", np.append(np.round(rng.uniform(size=11000) ** 2, 4), 30), np.round(rng.uniform(size=60), 4)),
]

# The survival function of the one-sample statistic, which ks_2samp uses beyond 10,000 values.
kolmogorov = [
    {"n": n, "d": d, "p_value": float(stats.kstwo.sf(d, n))}
    for n, d in [
        (1, 0.6), (5, 0.15), (10, 0.274), (60, 0.01), (60, 0.05), (60, 0.1), (60, 0.17), (60, 0.2), (60, 0.3), (60, 0.6),
        (140, 0.07), (140, 0.12), (141, 0.02), (200, 0.03), (200, 0.08), (200, 0.15), (500, 0.01), (500, 0.04), (500, 0.06),
        (2000, 0.02), (2000, 0.03), (2000, 0.05), (5000, 0.01), (5000, 0.9),
    ]
]

p_values = np.array([0.001, 0.04, 0.012, 0.2, 0.012, 0.9, 1.0, 0.03])
order = np.argsort(p_values)[::-1]
adjusted = np.empty(len(p_values))
adjusted[order] = np.minimum.accumulate(
    np.minimum(1, p_values[order] * len(p_values) / np.arange(len(p_values), 0, -1)))


def isotonic(y):
    """Max-min formula of Robertson, Wright and Dykstra (1988)."""
    n = len(y)
    mean = lambda a, b: np.mean(y[a:b + 1])
    return np.array([max(min(mean(a, b) for b in range(i, n)) for a in range(i + 1)) for i in range(n)])


def qlike(realized, forecast):
    ratio = realized / forecast
    return float(np.mean(ratio - np.log(ratio) - 1))


true = np.exp(rng.normal(-3.5, 0.8, 80))
forecast = np.round(1.3 * true ** 0.8 * np.exp(rng.normal(0, 0.3, 80)) * 0.6, 6)
forecast[10:14] = forecast[20]
realized = np.round(true * rng.chisquare(5, 80) / 5, 6)
levels = np.unique(forecast)
# Rows with the same forecast get one value: the weighted regression of their means.
weights = np.array([np.count_nonzero(forecast == level) for level in levels])
expanded = np.repeat([realized[forecast == level].mean() for level in levels], weights)
fitted = isotonic(expanded)
recalibrated = fitted[np.searchsorted(np.sort(forecast), forecast)]
murphy = {
    "realized": realized.tolist(), "forecast": forecast.tolist(),
    "loss": qlike(realized, forecast),
    "miscalibration": qlike(realized, forecast) - qlike(realized, recalibrated),
    "level_miscalibration": qlike(realized, forecast) - min(
        qlike(realized, forecast * factor) for factor in np.linspace(0.2, 5, 480_001)),
    "discrimination": qlike(realized, np.full(80, realized.mean())) - qlike(realized, recalibrated),
    "uncertainty": qlike(realized, np.full(80, realized.mean())),
}

reference = np.round(rng.gamma(2, 1, 300), 2)
scores = np.round(np.append(rng.gamma(2, 1, 30), rng.gamma(2, 3, 30)), 2)
kappas = np.arange(1, 20) / 20
wealth = np.ones((5, len(kappas)))
process = []
for t, score in enumerate(scores):
    u = (np.count_nonzero(reference >= score) + 1) / (len(reference) + 1)
    wealth[t % 5] *= kappas * u ** (kappas - 1)
    process.append({"u": u, "value": float(wealth.mean())})
alarm = {"reference": reference.tolist(), "scores": scores.tolist(), "steps": process}

with open("drift.json", "w", encoding="utf-8") as file:
    json.dump({
        "cases": cases, "kolmogorov": kolmogorov, "p_values": p_values.tolist(), "adjusted": adjusted.tolist(),
        "murphy": murphy, "alarm": alarm,
    }, file)
    file.write("\n")
