using Volcast.Cli.Output;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Tests;

public sealed class ForecastViewTests
{
    private static readonly DateOnly Origin = new(2024, 6, 13);

    private static readonly ForecastReport Report = new()
    {
        Target = Symbol.Parse("QQQ"),
        Market = LakeKind.Real,
        Row = new ForecastRow
        {
            Horizon = 5,
            ForecastOrigin = Origin,
            Model = "volcast-QQQ-5d",
            ModelVersion = "1",
            Kind = ForecastKind.Live,
            TargetEnd = TradingCalendar.Nyse.Add(Origin, 5),
            AsOf = TradingCalendar.Nyse.SettlesAt(Origin),
            Variance = 0.04,
            Contributions = "[]",
            Base = 0.18,
            ContributionScale = "volatility",
            InputDigest = "",
        },
        TargetStart = TradingCalendar.Nyse.Next(Origin),
        Recipe = "xgboost-21",
        Alias = "challenger",
        TrainedTo = Origin,
        Reasons = new Explanation(ContributionScale.Volatility, 0.18, [new Contribution("vix", 19, 0.02)], 0.20),
        ImpliedIndex = Symbol.Parse("^VXN"),
        Implied = 19,
        Realized5 = 0.15,
        Realized20 = double.NaN,
        SessionsBehind = 0,
        IsNew = true,
    };

    private static string PageOf(ForecastReport report)
    {
        using var page = new StringWriter();
        ForecastView.Write(new Terminal(new Shell(page, TextWriter.Null, _ => null, Path.GetTempPath())), report);
        return page.ToString();
    }

    [Fact]
    public void The_implied_volatility_is_called_by_the_targets_own_index()
    {
        var page = PageOf(Report);
        Assert.Matches(@"implied \(VXN\) +19\.0 %", page);
        Assert.DoesNotContain("(VIX)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_past_errors_there_is_no_interval_and_an_absent_number_is_a_dash()
    {
        var page = PageOf(Report);
        Assert.Matches(@"forecast +20\.0 % +annualised; no interval yet", page);
        Assert.Matches(@"realised, 20 days +–", page);
    }

    [Fact]
    public void A_forecast_of_days_that_have_passed_says_so()
    {
        Assert.DoesNotContain("STALE", PageOf(Report), StringComparison.Ordinal);
        Assert.Contains("STALE: 3 sessions", PageOf(Report with { SessionsBehind = 3 }), StringComparison.Ordinal);
    }
}
