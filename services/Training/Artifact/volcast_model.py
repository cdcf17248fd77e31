"""Volcast's whole forecast in Python: annualised variance from the inputs of each session. Needs NumPy; a model with trees also
needs XGBoost.

MLflow opens it as the flavor python_function. Without MLflow, from the folder that holds MLmodel:

    import sys; sys.path.insert(0, "code")
    from volcast_model import VolcastModel
    variance = VolcastModel(".").predict(frame)

A model whose forecast needs past returns has the input log_return. Its rows must then be consecutive sessions in ascending order:
the forecast of a row uses the returns of that row and of the rows before it.
"""
import hashlib
import json
import math
import os

import numpy as np

RETURN = "log_return"
YEAR = 252  # sessions, for annualisation
FLOOR = 1e-6  # the smallest annualised variance
FORMATS = (2, 3)  # of recipe.json
NEWEST = 22  # returns that must be known for a forecast from past returns

TRANSFORMS = {
    "identity": lambda x: x,
    "square": lambda x: x * x,
    "square_of_points": lambda x: np.where(x > 0, x * x / 1e4, np.nan),
    "ln": lambda x: np.log(x),
    "ln_square": lambda x: 2 * np.log(x),
    "ln_square_of_points": lambda x: 2 * np.log(x / 100),
}


class VolcastModel:
    """One of Volcast's models, fitted: recipe.json has its coefficients, model.json its trees if it has any."""

    def __init__(self, folder):
        self.recipe = json.loads(_read(folder, "recipe.json"))
        name = self.recipe["name"]
        if self.recipe["format"] not in FORMATS or name not in FORECASTS:
            raise ValueError(f"recipe.json is of {name}, format {self.recipe['format']}. This loader reads formats "
                             f"{' and '.join(map(str, FORMATS))} of {', '.join(FORECASTS)}.")
        self.forecast = FORECASTS[name]
        terms = self.recipe.get("terms") or []
        needs_returns = "state" in self.recipe or any("column" not in term for term in terms)
        self.inputs = self.recipe["inputs"] + ([RETURN] if needs_returns else [])
        self.trees = None
        if "rounds" in self.recipe:
            import xgboost  # only a model with trees needs it
            self.xgboost = xgboost
            self.trees = xgboost.Booster(model_file=bytearray(_read(folder, "model.json")))

    def predict(self, model_input, params=None):
        """A variance for each row; NaN where an input is absent or out of range. Its root is the volatility, as a decimal."""
        table = self._table(model_input)
        if len(table) == 0:
            return np.empty(0)
        with np.errstate(all="ignore"):
            variance = self.forecast(self, dict(zip(self.inputs, table.T)), table)
            columns = table[:, :len(self.recipe["inputs"])].astype(np.float32)
            return np.where(np.isfinite(columns).all(axis=1), variance, np.nan)

    def sum_of_trees(self, table, rows, base_margin=None):
        """The sum of the trees for the chosen rows; NaN for the others."""
        names = self.trees.feature_names  # the first of the inputs
        single = table[:, :len(names)].astype(np.float32)
        single[~rows] = np.nan
        matrix = self.xgboost.DMatrix(single, feature_names=names, base_margin=base_margin)
        return np.where(rows, self.trees.predict(matrix, output_margin=True).astype(np.float64), np.nan)

    def _table(self, data):
        names = self.inputs
        if hasattr(data, "columns") or isinstance(data, dict):
            given = list(getattr(data, "columns", data))
            missing = [name for name in names if name not in given]
            if missing:
                raise ValueError(f"The input lacks {', '.join(missing)}; the model reads {', '.join(names)}.")
            repeated = [name for name in dict.fromkeys(given) if given.count(name) > 1]
            if repeated:
                raise ValueError(f"The input has a column twice: {', '.join(map(str, repeated))}. Give each column once.")
            return np.column_stack([_numbers(data[name]) for name in names])
        table = _numbers(data)
        if table.ndim != 2 or table.shape[1] != len(names):
            raise ValueError(f"An array needs rows of {len(names)} columns, {', '.join(names)}; this has shape {table.shape}.")
        return table


def _volcast(model, columns, table):
    """ln variance = the members' weighted mean of intercept + sum(coefficient * transform(column)), + the sum of the trees if
    there are any. A member with a floor is affine in variance and forecasts no less than the floor."""
    log_variance = sum(member["weight"] * _log_variance(model.recipe, member, columns) for member in model.recipe["members"])
    if model.trees is None:
        return np.exp(log_variance)
    rows = np.isfinite(table.astype(np.float32)).all(axis=1) & np.isfinite(log_variance)
    return np.exp(log_variance + model.sum_of_trees(table, rows, np.zeros(len(table), np.float32)))


def _log_variance(recipe, member, columns):
    output = _affine(recipe, member, columns)
    return np.log(np.maximum(output, member["floor"])) if "floor" in member else output


def _trees(variance_of):
    """The sum of the trees, on a scale of its own."""
    def forecast(model, columns, table):
        return variance_of(model.sum_of_trees(table, np.isfinite(table.astype(np.float32)).all(axis=1)))
    return forecast


def _affine_model(variance_of, is_filtered):
    """intercept + sum(coefficient * term), on a scale of its own. The filter replaces a variance below the smallest of the
    training rows by their mean (Bollerslev, Patton and Quaedvlieg 2016)."""
    def forecast(model, columns, table):
        output = _affine(model.recipe, model.recipe, columns)
        variance = variance_of(output)
        if not is_filtered:
            return variance
        refused = (output <= 0) | (variance < model.recipe["targetMinimum"])
        return np.where(refused, model.recipe["targetMean"], variance)
    return forecast


def _affine(recipe, stage, columns):
    return stage["intercept"] + sum(term["coefficient"] * _term(recipe, term, columns) for term in stage["terms"])


def _term(recipe, term, columns):
    """A term of a column, or of the returns."""
    if "column" in term:
        return TRANSFORMS[term["transform"]](columns[term["column"]])
    name, returns = term["name"], columns[RETURN]
    if name == "rs_negative_1d":
        return YEAR * np.minimum(returns, 0) ** 2
    if name == "rs_positive_1d":
        return YEAR * np.maximum(returns, 0) ** 2
    if name in ("trend", "activity"):
        kernel = recipe["kernels"]
        weights = _power_law(kernel[f"{name}_exponent"], kernel[f"{name}_shift"])
        if name == "trend":
            return YEAR * _weighted_mean(returns, weights)
        return np.sqrt(YEAR * _weighted_mean(returns * returns, weights))
    return _mean_square(returns, int(name[len("rv_"):-len("d")]))


def _mean_square(returns, window):
    """252 times the mean squared return of the last sessions; NaN if one of them is missing."""
    means = np.full(len(returns), np.nan)
    if len(returns) >= window:
        means[window - 1:] = YEAR * np.lib.stride_tricks.sliding_window_view(returns * returns, window).sum(axis=1) / window
    return means


def _power_law(exponent, shift, memory=1000):
    """Weights of the newest returns, the newest first (Guyon and Lekeufack 2023)."""
    return np.exp(-exponent * np.log((np.arange(memory) + shift) / shift))


def _weighted_mean(values, weights):
    """The mean of the newest known values; NaN unless the newest 22 are known."""
    means = np.full(len(values), np.nan)
    known = np.isfinite(values)
    recent = np.isfinite(_mean_square(values, NEWEST))
    present, seen = values[known], np.cumsum(known)
    for row in np.flatnonzero(recent):
        newest = present[max(0, seen[row] - len(weights)):seen[row]][::-1]
        means[row] = (newest * weights[:len(newest)]).sum() / weights[:len(newest)].sum()
    return means


def _rolling(window):
    """rv-5 and rv-22: the variance of the last sessions."""
    return lambda model, columns, table: _floored(_mean_square(columns[RETURN], window))


def _ewma(model, columns, table):
    """The exponentially weighted mean of the last 300 squared returns (J.P. Morgan 1996)."""
    weights = model.recipe["state"]["parameters"]["lambda"] ** np.arange(300)
    return _floored(YEAR * _weighted_mean(columns[RETURN] ** 2, weights))


def _garch(next_variance, expected):
    """The variance of the next session, filtered from all given returns, then the mean of the expected variances."""
    def forecast(model, columns, table):
        p, horizon = model.recipe["state"]["parameters"], model.recipe["horizon"]
        first, least = p["first_variance"], 1e-6 * p["first_variance"]
        variance, largest = first, max(p["largest_squared_residual"], first)
        returns = columns[RETURN]
        known = np.isfinite(_mean_square(returns, NEWEST))
        forecasts = np.full(len(returns), np.nan)
        for row, value in enumerate(returns):
            if np.isfinite(value):
                residual = float(value) - p["mean"]
                largest = max(largest, residual * residual)
                variance = min(max(next_variance(p, variance, residual), least), largest)
            if known[row]:
                bound = max(p["largest_squared_residual"], variance, first)
                path = [min(max(later, least), bound) for later in expected(p, variance, horizon)]
                forecasts[row] = YEAR * sum(path) / horizon
        return _floored(forecasts)
    return forecast


def _gjr_next(p, variance, residual):
    """h(t) = omega + (alpha + gamma [e < 0]) e^2 + beta h(t-1); garch has no gamma."""
    weight = p["alpha"] + (p.get("gamma", 0) if residual < 0 else 0)
    return p["omega"] + weight * residual * residual + p["beta"] * variance


def _gjr_expected(p, variance, horizon):
    path, persistence = [variance], p["alpha"] + p.get("gamma", 0) / 2 + p["beta"]
    while len(path) < horizon:
        path.append(p["omega"] + persistence * path[-1])
    return path


def _egarch_next(p, variance, residual):
    """ln h(t) = omega + beta ln h(t-1) + alpha z + gamma (|z| - E|z|)."""
    z = residual / math.sqrt(variance)
    return math.exp(p["omega"] + p["beta"] * math.log(variance) + p["alpha"] * z
                    + p["gamma"] * (abs(z) - math.sqrt(2 / math.pi)))


def _egarch_expected(p, variance, horizon):
    """In closed form (Nelson 1991, theorem A1.1)."""
    path, factor, power = [], 0.0, 1.0
    for _ in range(horizon):
        path.append(math.exp(power * math.log(variance) + factor))
        up, down = power * (p["gamma"] + p["alpha"]), power * (p["gamma"] - p["alpha"])
        news = sum(math.exp(u * u / 2) * .5 * math.erfc(-u / math.sqrt(2)) for u in (up, down))
        factor += power * p["omega"] + math.log(news) - power * p["gamma"] * math.sqrt(2 / math.pi)
        power *= p["beta"]
    return path


def _floored(variance):
    return np.maximum(variance, FLOOR)


def _square_of_floored(volatility):
    return np.maximum(volatility, math.sqrt(FLOOR)) ** 2


FORECASTS = {
    "volcast": _volcast,
    "har": _affine_model(lambda variance: variance, is_filtered=True),
    "vix-calibrated": _affine_model(np.exp, is_filtered=False),
    "xgboost-21": _trees(_square_of_floored),
    "xgboost-21-gamma": _trees(np.exp),
    "log-har-range": _affine_model(np.exp, is_filtered=False),
    "universal": _affine_model(np.exp, is_filtered=False),
    "har-range": _affine_model(lambda variance: variance, is_filtered=True),
    "shar": _affine_model(lambda variance: variance, is_filtered=True),
    "pdv": _affine_model(np.square, is_filtered=True),
    "vix-raw": _affine_model(lambda variance: variance, is_filtered=False),
    "rv-5": _rolling(5),
    "rv-22": _rolling(22),
    "ewma": _ewma,
    "garch": _garch(_gjr_next, _gjr_expected),
    "gjr-garch-t": _garch(_gjr_next, _gjr_expected),
    "egarch": _garch(_egarch_next, _egarch_expected),
}


def _numbers(values):
    """The values as float64, with NaN for each that is masked (NumPy), NA (pandas) or None."""
    masked = np.ma.array(values)
    numbers = masked.data
    if numbers.dtype == object:
        absent = [value is None or value is np.ma.masked or type(value).__name__ == "NAType" for value in numbers.flat]
        numbers = np.where(np.reshape(absent, numbers.shape), np.nan, numbers)
    return np.where(np.ma.getmaskarray(masked), np.nan, numbers.astype(np.float64))


def _read(folder, name):
    """A file of the folder, verified by its checksum."""
    path = os.path.join(folder, name)
    if os.path.exists(path) and not os.path.isfile(path):
        raise ValueError(f"{name} is not a regular file. Restore the folder from a copy.")
    with open(path, "rb") as file:
        content = file.read()
    with open(os.path.join(folder, "SHA256SUMS"), encoding="utf-8") as sums:
        if f"{hashlib.sha256(content).hexdigest()}  {name}" not in sums.read().splitlines():
            raise ValueError(f"{name} is not the file that was registered. Restore the folder from a copy.")
    return content


def _load_pyfunc(path):
    return VolcastModel(path)
