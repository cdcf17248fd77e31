using Volcast.Evidence.Backtests;

namespace Volcast.Evidence.Tests.Backtests;

public sealed class MonthlyReasonsTests
{
    [Fact]
    public void Months_add_up_to_all_origins()
    {
        var result = ScriptedBacktest.Create().Result;
        var daily = result.Model("volcast").Reasons!;
        daily = daily with { Base = [.. daily.Base.Select((value, row) => row < 30 ? double.NaN : value)] };
        result = result with { Models = [result.Model("volcast") with { Reasons = daily }] };
        var reasons = MonthlyReasons.Of(result, "volcast", ScriptedBacktest.FamilyOf)!;
        Assert.Equal(670, reasons.Months.Sum(m => m.Origins)); // The first 30 have none.
        Assert.All(reasons.Months, month => Assert.Equal((1, -3.5), (month.Month.Day, month.Base)));
        Assert.Equal(reasons.Months.Select(m => m.Month).Order().Distinct(), reasons.Months.Select(m => m.Month));
        for (var i = 0; i < 4; i++)
            Assert.Equal(daily.Amounts[i].Skip(30).Average(Math.Abs), reasons.Importance[i], 12);
        Assert.Equal(["recent volatility", "implied", "leverage"], reasons.Families);
        var implied = Enumerable.Range(30, 670).Average(r => Math.Abs(daily.Amounts[1][r] + daily.Amounts[2][r]));
        Assert.Equal(implied, reasons.FamilyImportance[1], 12);
        var january = Enumerable.Range(0, 700).Where(r => result.Origins[r] is { Year: 2020, Month: 1 }).ToArray();
        var place = reasons.Months.ToList().FindIndex(m => m.Month == new DateOnly(2020, 1, 1));
        Assert.Equal(january.Average(r => daily.Amounts[1][r] + daily.Amounts[2][r]), reasons.FamilyMeans("implied")[place], 12);
    }

    [Fact]
    public void A_model_without_reasons_has_none()
    {
        var result = ScriptedBacktest.Create().Result;
        Assert.Null(MonthlyReasons.Of(result, "har", ScriptedBacktest.FamilyOf));
        var none = result.Model("volcast").Reasons! with { Base = [.. result.Origins.Select(_ => double.NaN)] };
        Assert.Null(MonthlyReasons.Of(
            result with { Models = [result.Model("volcast") with { Reasons = none }] }, "volcast",
            ScriptedBacktest.FamilyOf));
    }
}
