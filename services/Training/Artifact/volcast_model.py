"""Volcast's whole forecast in Python: annualised variance from the features of a session. Needs NumPy and XGBoost only.

MLflow opens it as the flavor python_function. Without MLflow, from the folder that holds MLmodel:

    import sys; sys.path.insert(0, "code")
    from volcast_model import VolcastModel
    variance = VolcastModel(".").predict(frame)
"""
import hashlib
import json
import os

import numpy as np
import xgboost

TRANSFORMS = {
    "identity": lambda x: x,
    "ln": lambda x: np.log(x),
    "ln_square": lambda x: 2 * np.log(x),
    "ln_square_of_points": lambda x: 2 * np.log(x / 100),
}


class VolcastModel:
    """ln variance = the members' weighted mean of intercept + sum(coefficient * transform(column)), + the sum of the trees."""

    def __init__(self, folder):
        self.recipe = json.loads(_read(folder, "recipe.json"))
        if (self.recipe["name"], self.recipe["format"]) != ("volcast", 2):
            raise ValueError("recipe.json is not of volcast, format 2, which this loader reads.")
        self.trees = xgboost.Booster(model_file=bytearray(_read(folder, "model.json")))

    def predict(self, model_input, params=None):
        """A variance for each row; NaN where an input is absent or out of range. Its root is the volatility, as a decimal."""
        table = self._table(model_input)
        if len(table) == 0:
            return np.empty(0)
        columns = dict(zip(self.recipe["inputs"], table.T))
        with np.errstate(all="ignore"):
            single = table.astype(np.float32)
            log_variance = sum(
                member["weight"] * (member["intercept"] + sum(
                    term["coefficient"] * TRANSFORMS[term["transform"]](columns[term["column"]]) for term in member["terms"]))
                for member in self.recipe["members"])
            known = np.isfinite(single).all(axis=1) & np.isfinite(log_variance)
            single[~known] = np.nan
            names = self.trees.feature_names  # the first of the inputs
            rows = xgboost.DMatrix(single[:, :len(names)], feature_names=names, base_margin=np.zeros(len(table), np.float32))
            return np.where(known, np.exp(log_variance + self.trees.predict(rows, output_margin=True)), np.nan)

    def _table(self, data):
        names = self.recipe["inputs"]
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
