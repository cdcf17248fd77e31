"""Writes garch.json: 1,000 simulated returns, and three variance models estimated on them without Volcast's code.

Likelihoods are written as in the papers. The optimum is found by scipy.optimize, and refined until the gradient is zero;
gradients come from complex steps, Hessians from differences of those gradients. Run: python3 garch.py
"""
import json

import numpy as np
from scipy import optimize, special

STEP = 1e-30  # The complex step of a derivative has no cancellation.
MEAN_ABSOLUTE = np.sqrt(2 / np.pi)


def simulate(n=1000, seed=20240105):
    """Percent returns of a GJR-GARCH process with Student t innovations, rounded to six decimals."""
    rng = np.random.default_rng(seed)
    mean, omega, alpha, gamma, beta, freedom = 0.04, 0.03, 0.03, 0.12, 0.88, 7.0
    h, returns = omega / (1 - alpha - gamma / 2 - beta), []
    for z in rng.standard_t(freedom, n + 500) * np.sqrt((freedom - 2) / freedom):
        e = np.sqrt(h) * z
        returns.append(mean + e)
        h = omega + (alpha + gamma * (e < 0)) * e * e + beta * h
    return np.round(np.array(returns[500:]), 6)


def garch(p, r):
    mean, omega, alpha, beta = p
    e = r - mean
    before = np.mean(e * e)
    h, terms = omega + (alpha + beta) * before, []
    for x in e:
        terms.append(-0.5 * (np.log(2 * np.pi) + np.log(h) + x * x / h))
        h = omega + alpha * x * x + beta * h
    return np.array(terms), h


def gjr(p, r):
    mean, omega, alpha, gamma, beta, freedom = p
    e = r - mean
    before = np.mean(e * e)
    constant = (special.loggamma((freedom + 1) / 2) - special.loggamma(freedom / 2)
                - 0.5 * np.log(np.pi * (freedom - 2)))
    h, terms = omega + (alpha + gamma / 2 + beta) * before, []
    for x in e:
        terms.append(constant - 0.5 * np.log(h) - (freedom + 1) / 2 * np.log(1 + x * x / ((freedom - 2) * h)))
        h = omega + (alpha + (gamma if x.real < 0 else 0)) * x * x + beta * h
    return np.array(terms), h


def egarch(p, r):
    mean, omega, alpha, gamma, beta = p
    e = r - mean

    def size(z):
        return z if z.real >= 0 else -z

    before = np.mean(e * e)
    z = np.mean(e) / np.sqrt(before)
    log_h, terms = omega + beta * np.log(before) + alpha * z + gamma * (size(z) - MEAN_ABSOLUTE), []
    for x in e:
        z = x * np.exp(-log_h / 2)
        terms.append(-0.5 * (np.log(2 * np.pi) + log_h + z * z))
        log_h = omega + beta * log_h + alpha * z + gamma * (size(z) - MEAN_ABSOLUTE)
    return np.array(terms), np.exp(log_h)


def scores(model, p, r):
    """One row per return, one column per parameter."""
    columns = []
    for i in range(len(p)):
        shifted = np.array(p, dtype=complex)
        shifted[i] += 1j * STEP
        columns.append(model(shifted, r)[0].imag / STEP)
    return np.array(columns).T


def gradient(model, p, r):
    return scores(model, p, r).sum(axis=0)


def estimate(model, start, r):
    def loss(p):
        with np.errstate(all="ignore"):
            value = -model(p, r)[0].sum()
        return value if np.isfinite(value) else 1e10

    p = np.array(start)
    for _ in range(3):
        p = optimize.minimize(loss, p, method="Nelder-Mead",
                              options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000, "maxfev": 4000}).x
    refined = optimize.root(lambda q: gradient(model, q, r), p, tol=1e-13)
    # |z| has a kink at zero, where the gradient of EGARCH's mean jumps: there the search's own optimum stays.
    return refined.x if loss(refined.x) <= loss(p) + 1e-10 else p


def information(model, p, r):
    n, rows = len(p), []
    for i in range(n):
        step = 1e-5 * max(abs(p[i]), 1e-2)
        up, down = p.copy(), p.copy()
        up[i] += step
        down[i] -= step
        rows.append((gradient(model, up, r) - gradient(model, down, r)) / (2 * step))
    hessian = -np.array(rows)
    return (hessian + hessian.T) / 2


def standard_errors(model, p, r):
    inverse = np.linalg.inv(information(model, p, r))
    s = scores(model, p, r)
    outer = s.T @ s
    return {
        "hessian": np.sqrt(np.diag(inverse)).tolist(),
        "outer_product": np.sqrt(np.diag(np.linalg.inv(outer))).tolist(),
        "quasi_maximum_likelihood": np.sqrt(np.diag(inverse @ outer @ inverse)).tolist(),
    }



def at(model, p, r):
    terms, following = model(np.array(p), r)
    return {"parameters": list(map(float, p)), "log_likelihood": float(terms.sum()), "next_variance": float(following)}


if __name__ == "__main__":
    r = simulate()
    models = {
        "garch": (garch, [0.05, 0.05, 0.10, 0.85]),
        "gjr_garch_t": (gjr, [0.05, 0.05, 0.05, 0.10, 0.85, 8.0]),
        "egarch": (egarch, [0.05, 0.01, -0.08, 0.15, 0.95]),
    }
    document = {"returns": r.tolist()}
    for name, (model, fixed) in models.items():
        best = estimate(model, fixed, r)
        document[name] = {"fixed": at(model, fixed, r), "estimated": at(model, best, r)}
        if name != "egarch":
            document[name]["standard_errors"] = standard_errors(model, best, r)
        print(name, best, document[name]["estimated"]["log_likelihood"], np.abs(gradient(model, best, r)).max())
    with open("garch.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
        file.write("\n")
