"""Writes yahoo/*.json: answers in the shape of Yahoo's chart endpoint, and yahoo/expected.json: what is to be read from them.

All symbols, prices and events are made up. Prices are widened from 32-bit floats, as Yahoo's are; dates come from zoneinfo.
Run: python3 yahoo.py
"""
import json
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

OUT = Path("yahoo")
rng = np.random.default_rng(3)


def stamp(day, zone, at=time(9, 30)):
    return int(datetime.combine(day, at, ZoneInfo(zone)).timestamp())


def widened(prices):
    """Prices in cents as Yahoo writes them: 32-bit floats printed as 64-bit ones."""
    return [None if p is None else float(np.float32(p)) for p in prices]


def meta(symbol, zone, kind, granularity="1d"):
    offset = int(datetime(2026, 9, 1, tzinfo=ZoneInfo(zone)).utcoffset().total_seconds())
    return {"currency": "USD", "symbol": symbol, "exchangeName": "XXX", "fullExchangeName": "Made up", "instrumentType": kind,
            "firstTradeDate": 728317800, "regularMarketTime": 1788206400, "hasPrePostMarketData": False, "gmtoffset": offset,
            "timezone": "XXX", "exchangeTimezoneName": zone, "regularMarketPrice": 100.0, "longName": "Made up",
            "priceHint": 2, "dataGranularity": granularity, "range": "", "validRanges": ["1d", "5d", "max"]}


def answer(symbol, zone, kind, stamps, rows, events=None):
    columns = list(zip(*rows))
    result = {"meta": meta(symbol, zone, kind), "timestamp": stamps,
              "indicators": {"quote": [dict(zip(("open", "high", "low", "close", "volume"),
                                                [*(widened(c) for c in columns[:4]), list(columns[4])]))],
                             "adjclose": [{"adjclose": widened(columns[3])}]}}
    if events:
        result["events"] = events
    return {"chart": {"result": [result], "error": None}}


def bars(n, start=100.0):
    close, rows = start, []
    for _ in range(n):
        opened = round(close * np.exp(0.003 * rng.standard_normal()), 2)
        close = round(opened * np.exp(0.01 * rng.standard_normal()), 2)
        rows.append([opened, round(max(opened, close) * 1.004, 2), round(min(opened, close) * 0.996, 2), close,
                     int(rng.integers(10 ** 6, 10 ** 8))])
    return rows


def weekdays(first, n):
    day, days = first, []
    while len(days) < n:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days


if __name__ == "__main__":
    expected = []

    def write(name, document, sessions, rows, dividends=(), splits=(), rejected=()):
        (OUT / f"{name}.json").write_text(json.dumps(document) + "\n", encoding="utf-8")
        kept = [(day, row) for day, row in zip(sessions, rows) if row[3] is not None]
        expected.append({
            "file": f"{name}.json", "symbol": document["chart"]["result"][0]["meta"]["symbol"],
            "sessions": [day.isoformat() for day, _ in kept], "closes": [row[3] for _, row in kept],
            "volumes": [row[4] for _, row in kept], "dividends": dict(dividends), "splits": dict(splits),
            "rejected": list(rejected)})

    days = weekdays(date(2024, 9, 3), 230)
    paid = {days[40]: 0.5, days[120]: 0.52}
    rows = bars(230)
    events = {"dividends": {str(stamp(d, "America/New_York")): {"amount": a, "date": stamp(d, "America/New_York")}
                            for d, a in paid.items()},
              "splits": {str(stamp(days[180], "America/New_York")): {
                  "date": stamp(days[180], "America/New_York"), "numerator": 3.0, "denominator": 2.0, "splitRatio": "3:2"}}}
    write("year", answer("VLCT", "America/New_York", "EQUITY", [stamp(d, "America/New_York") for d in days], rows, events),
          days, rows, {d.isoformat(): a for d, a in paid.items()}, {days[180].isoformat(): 1.5})

    days = [date(2024, 8, 2), date(2024, 8, 5), date(2024, 8, 6)]
    rows = bars(3, 40.0)
    write("frankfurt", answer("VLCT.DE", "Europe/Berlin", "EQUITY", [stamp(d, "Europe/Berlin", time(9)) for d in days], rows),
          days, rows)

    days = [date(2023, 3, 4) + timedelta(days=i) for i in range(3)]
    rows = bars(3, 900.0)
    write("every-day", answer("VLC-USD", "UTC", "CRYPTOCURRENCY",
                              [int(datetime.combine(d, time(), timezone.utc).timestamp()) for d in days], rows), days, rows)

    days = [date(2022, 2, 24), date(2022, 2, 25), date(2022, 2, 28)]
    rows = bars(2) + [[None] * 5]
    write("null-last-bar", answer("VLCTX", "America/New_York", "MUTUALFUND", [stamp(d, "America/New_York", time(8)) for d in days],
                                  rows), days, rows, rejected=["2022-02-28"])

    days = [date(2025, 4, 1)]
    rows = bars(1, 5000.0)
    write("last-trade", answer("^VLCT", "America/New_York", "INDEX", [stamp(days[0], "America/New_York", time(16, 52, 10))],
                               rows), days, rows)

    failures = [
        {"file": "weekend.json", "status": 200, "kind": "NoData", "body": {"chart": {"result": [{
            "meta": meta("VLCT", "America/New_York", "EQUITY"), "indicators": {"quote": [{}]}}], "error": None}}},
        {"file": "quotes-without-times.json", "status": 200, "kind": "NoData", "body": {"chart": {"result": [{
            "meta": meta("VLCT", "America/New_York", "EQUITY"),
            "indicators": {"quote": [{"open": [1.0], "high": [1.0], "low": [1.0], "close": [1.0], "volume": [1]}],
                           "adjclose": [{"adjclose": [1.0]}]}}], "error": None}}},
        {"file": "quarters.json", "status": 200, "kind": "Malformed", "body": answer(
            "VLCT", "America/New_York", "EQUITY", [stamp(date(2024, m, 1), "America/New_York") for m in (4, 7, 10)], bars(3))},
        {"file": "delisted.json", "status": 404, "kind": "NotFound", "body": {"chart": {"result": None, "error": {
            "code": "Not Found", "description": "No data found, symbol may be delisted"}}}},
        {"file": "no-such-range.json", "status": 400, "kind": "NoData", "body": {"chart": {"result": None, "error": {
            "code": "Bad Request", "description": "Data doesn't exist for startDate = 1, endDate = 2"}}}},
    ]
    failures[2]["body"]["chart"]["result"][0]["meta"]["dataGranularity"] = "3mo"
    for failure in failures:
        (OUT / failure["file"]).write_text(json.dumps(failure.pop("body")) + "\n", encoding="utf-8")
    (OUT / "throttled.txt").write_text("Too Many Requests\n", encoding="utf-8")
    failures.append({"file": "throttled.txt", "status": 429, "kind": "RateLimited"})
    (OUT / "expected.json").write_text(json.dumps({"downloads": expected, "failures": failures}) + "\n", encoding="utf-8")
