"""Writes nyse.csv: every weekday from 1990 to 2030 on which the New York Stock Exchange did not or will not trade.

Regular holidays come from the rules of pandas.tseries.holiday (Easter from dateutil), which share no code with Volcast.
Special closings are public facts, as the exchange lists them in "Special Closings" of its historical holiday schedule.
Run: python3 nyse.py
"""
import csv

from pandas.tseries.holiday import (AbstractHolidayCalendar, GoodFriday, Holiday, USLaborDay, USMartinLutherKingJr, USMemorialDay,
                                    USPresidentsDay, USThanksgivingDay, nearest_workday, sunday_to_monday)

SPECIAL = {
    "1994-04-27": "Funeral of President Nixon",
    "2001-09-11": "Attacks of 11 September", "2001-09-12": "Attacks of 11 September",
    "2001-09-13": "Attacks of 11 September", "2001-09-14": "Attacks of 11 September",
    "2004-06-11": "Funeral of President Reagan",
    "2007-01-02": "Funeral of President Ford",
    "2012-10-29": "Hurricane Sandy", "2012-10-30": "Hurricane Sandy",
    "2018-12-05": "Funeral of President G. H. W. Bush",
    "2025-01-09": "Funeral of President Carter",
}


class Nyse(AbstractHolidayCalendar):
    rules = [
        Holiday("New Year's Day", month=1, day=1, observance=sunday_to_monday),  # A Saturday has no substitute.
        USMartinLutherKingJr,
        USPresidentsDay,
        GoodFriday,
        USMemorialDay,
        Holiday("Juneteenth", month=6, day=19, start_date="2022-01-01", observance=nearest_workday),
        Holiday("Independence Day", month=7, day=4, observance=nearest_workday),
        USLaborDay,
        USThanksgivingDay,
        Holiday("Christmas Day", month=12, day=25, observance=nearest_workday),
    ]


if __name__ == "__main__":
    regular = Nyse().holidays("1990-01-01", "2030-12-31", return_name=True)
    closings = {day.strftime("%Y-%m-%d"): name for day, name in regular.items()
                if day.weekday() < 5 and not (name.startswith("Birthday of Martin") and day.year < 1998)}
    closings.update(SPECIAL)
    with open("nyse.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "reason"])
        writer.writerows(sorted(closings.items()))
