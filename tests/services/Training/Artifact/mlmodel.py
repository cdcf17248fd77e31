"""Prints what PyYAML makes of the YAML files of a model folder, as JSON."""
import json
import os
import sys

import yaml

files = {}
for name in ("MLmodel", "conda.yaml", "python_env.yaml"):
    with open(os.path.join(sys.argv[1], name), encoding="utf-8") as file:
        files[name] = yaml.safe_load(file)
print(json.dumps(files))
