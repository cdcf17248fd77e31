"""SQL over the lake, without the service. Needs duckdb. Usage: lake_duckdb.py [LAKE]"""
import sys

import duckdb

lake = sys.argv[1] if len(sys.argv) > 1 else "data/lake"
print(duckdb.sql(f"""
    select year, count(*) as sessions, round(100 * sqrt(252 * avg(log_return * log_return)), 1) as volatility_points
    from read_parquet('{lake}/curated.market/year=*/symbol=*/*.parquet', hive_partitioning = true)
    where symbol = 'SPY'
    group by year order by year
"""))
