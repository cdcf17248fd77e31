"""Opens model folders as mlflow.pyfunc.load_model does, each with its own code, and forecasts from a table.

    every_model.py TABLE FOLDER...

TABLE is what pandas writes with orient="split". Prints a line of JSON for each folder: its variances in Python's notation.
"""
import importlib
import json
import os
import sys

import pandas
import yaml


def main(table, *folders):
    with open(table, encoding="utf-8") as file:
        frame = pandas.DataFrame(**json.load(file), dtype="float64")
    for folder in folders:
        with open(os.path.join(folder, "MLmodel"), encoding="utf-8") as file:
            model = yaml.safe_load(file)
        flavor = model["flavors"]["python_function"]
        sys.path.insert(0, os.path.join(folder, flavor["code"]))
        sys.modules.pop(flavor["loader_module"], None)
        implementation = importlib.import_module(flavor["loader_module"])._load_pyfunc(folder)
        sys.path.pop(0)
        answer = implementation.predict(frame[json.loads(model["metadata"]["inputs"])], params=None)
        print(json.dumps([repr(float(variance)) for variance in answer]))


main(*sys.argv[1:])
