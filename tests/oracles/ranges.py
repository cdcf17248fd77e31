"""Writes ranges.json: simulated sessions, and the range estimators of the papers by numpy, annualised with 252.

Parkinson (1980), Garman and Klass (1980), Rogers and Satchell (1991), Yang and Zhang (2000). Run: python3 ranges.py
"""
import json

import numpy as np

rng = np.random.default_rng(5)


def simulate(n=60, steps=78):
    """Sessions of 78 five-minute steps after an overnight gap, in cents."""
    close, rows = 100.0, []
    for _ in range(n):
        path = close * np.exp(0.004 * rng.standard_normal() + np.concatenate([[0], np.cumsum(
            0.0001 + 0.012 / np.sqrt(steps) * rng.standard_normal(steps))]))
        path = np.round(path, 2)
        close = path[-1]
        rows.append([path[0], path.max(), path.min(), close])
    return np.array(rows)


def estimate(bars, previous_close):
    o, h, l, c = np.log(bars).T
    n = len(bars)
    rogers_satchell = np.mean((h - c) * (h - o) + (l - c) * (l - o))
    overnight = o - np.concatenate([[np.log(previous_close)], c[:-1]])
    k = 0.34 / (1.34 + (n + 1) / (n - 1))
    return {
        "parkinson": 252 * np.mean((h - l) ** 2) / (4 * np.log(2)),
        "garman_klass": 252 * np.mean(0.5 * (h - l) ** 2 - (2 * np.log(2) - 1) * (c - o) ** 2),
        "rogers_satchell": 252 * rogers_satchell,
        "yang_zhang": 252 * (np.var(overnight, ddof=1) + k * np.var(c - o, ddof=1) + (1 - k) * rogers_satchell),
    }


if __name__ == "__main__":
    bars = simulate()
    windows = [{"first": first, "count": count, **estimate(bars[first:first + count], bars[first - 1][3])}
               for first, count in ((1, 5), (20, 22), (1, 59))]
    with open("ranges.json", "w", encoding="utf-8") as file:
        json.dump({"bars": bars.tolist(), "windows": windows}, file)
        file.write("\n")
