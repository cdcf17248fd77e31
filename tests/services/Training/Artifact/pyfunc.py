"""Opens a model folder as mlflow.pyfunc.load_model does, where MLflow itself is not to be had, and forecasts from a table.

    pyfunc.py FOLDER TABLE

TABLE is what pandas writes with orient="split". Prints, for each form in which the table can be handed over, a line of JSON: the
form and the variances in Python's notation, or the message of the ValueError.
"""
import importlib
import inspect
import json
import os
import sys

import numpy
import pandas
import yaml


def load_model(folder):
    with open(os.path.join(folder, "MLmodel"), encoding="utf-8") as file:
        model = yaml.safe_load(file)
    conf = model["flavors"]["python_function"]
    if conf.get("code"):
        sys.path.insert(0, os.path.join(folder, conf["code"]))
    data_path = os.path.join(folder, conf["data"]) if "data" in conf else folder
    return model, importlib.import_module(conf["loader_module"])._load_pyfunc(data_path)


def predict(implementation, data):
    if inspect.signature(implementation.predict).parameters.get("params"):
        return implementation.predict(data, params=None)
    return implementation.predict(data)


def main(folder, table):
    model, implementation = load_model(folder)
    names = json.loads(model["metadata"]["inputs"])
    with open(table, encoding="utf-8") as file:
        frame = pandas.DataFrame(**json.load(file), dtype="float64")
    forms = {
        "frame": frame[names],  # a signature makes MLflow order the columns and drop the others
        "shuffled": frame[sorted(frame.columns, reverse=True)].assign(other=1.0),
        "dict": {name: frame[name].tolist() for name in names},
        "array": frame[names].to_numpy(),
        "empty": frame[names].head(0),
        "missing": frame.drop(columns=names[3]),
        "flat": frame[names].to_numpy().ravel(),
        "nullable": frame[names].astype("Float64"),
        "objects": frame[names].astype(object).where(frame[names].notna(), pandas.NA),
        "masked": numpy.ma.masked_invalid(frame[names].to_numpy()),
        "masked columns": {name: numpy.ma.masked_invalid(frame[name].to_numpy()) for name in names},
        # What a mask hides is no value, whatever lies under it.
        "masked numbers": numpy.ma.array(frame[names].fillna(1.0).to_numpy(), mask=frame[names].isna().to_numpy()),
        "nested lists": [[None if pandas.isna(value) else value for value in row] for row in frame[names].to_numpy()],
        "integers": numpy.ceil(frame[names].fillna(1.0)).astype("int64"),
        "rounded": numpy.ceil(frame[names].fillna(1.0)),
        "repeated": pandas.concat([frame[names], frame[names[:1]]], axis=1),
        "other repeated": pandas.concat([frame[names].assign(other=1.0), pandas.Series(2.0, frame.index, name="other")], axis=1),
    }
    for form, data in forms.items():
        try:
            answer = predict(implementation, data)
        except ValueError as error:
            print(json.dumps({"form": form, "error": str(error)}))
            continue
        if answer.ndim != 1 or str(answer.dtype) != "float64":
            raise TypeError(f"{answer.dtype} of shape {answer.shape}")
        print(json.dumps({"form": form, "variance": [repr(float(variance)) for variance in answer]}))


main(*sys.argv[1:])
