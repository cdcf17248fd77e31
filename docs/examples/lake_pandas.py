"""The lake's settled bars and features as pandas frames, without the service. Needs pyarrow. Usage: lake_pandas.py [LAKE]"""
import sys

import pandas

lake = sys.argv[1] if len(sys.argv) > 1 else "data/lake"
# Year and symbol are in the path, and pandas makes columns of them.
bars = pandas.read_parquet(f"{lake}/curated.market", filters=[("symbol", "==", "SPY")]).sort_values("session").set_index("session")
features = pandas.read_parquet(f"{lake}/features.L1", filters=[("symbol", "==", "SPY")]).sort_values("session").set_index("session")
both = bars[["close", "log_return"]].join(features[["vol_20d", "vix"]])
print(both.tail(5).to_string())
