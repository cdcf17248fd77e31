"""Stored forecasts of a running service as a pandas frame. Usage: forecasts.py [ADDRESS]"""
import os
import sys

import pandas

address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
key = os.environ.get("VOLCAST_KEY")
headers = {"Authorization": f"Bearer {key}"} if key else None
latest = pandas.read_csv(f"{address}/v1/forecasts/latest?format=csv", parse_dates=["forecast_origin"], storage_options=headers)
stored = pandas.read_csv(f"{address}/v1/forecasts?format=csv&limit=1000", parse_dates=["forecast_origin"], storage_options=headers)

print(latest.loc[0, ["symbol", "forecast_origin", "volatility", "volatility_lower_80", "volatility_upper_80", "model_version"]].to_string())
known = stored[stored.realized_is_complete & (stored.kind == "live")]
print(f"{len(stored)} stored, {len(known)} live forecasts with a known outcome")
