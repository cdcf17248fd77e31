using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>Every forecaster of the catalog runs through extreme markets without overflow or infinite forecasts.</summary>
public sealed class RoughMarketTests
{
    private const int Shock = 850;
    private static readonly ForecastingData Calm = SyntheticTarget.Create(1000);

    /// <summary>One fit before the shock, one in the midst of it and one after it.</summary>
    private static readonly WalkForwardOptions Options = new()
    {
        From = Calm.Sessions[820],
        RefitEvery = 60,
        BurnIn = 0,
        DegreeOfParallelism = 2,
    };

    public static TheoryData<string, string> Cases => [.. from model in ForecasterCatalog.Names
                                                          from market in Markets.Keys
                                                          select new TheoryDataRow<string, string>(model, market)];

    private static readonly Dictionary<string, Action<double[]>> Markets = new()
    {
        ["october 1987"] = returns => // The S&P 500 from the 14th to the 21st.
            new[] { -.0299, -.0237, -.0530, -.2290, .0520, .0870 }.CopyTo(returns, Shock),
        ["march 2020"] = returns => // SPY from the 9th to the 24th.
            new[] { -.0813, .0505, -.0500, -.1006, .0820, -.1159, .0526, -.0519, .0021, -.0441, -.0259, .0867 }
                .CopyTo(returns, Shock),
        ["zero for forty days, then a crash"] = returns =>
        {
            Array.Clear(returns, Shock, 40);
            returns[Shock + 40] = -.229;
        },
        ["zero for half of the training"] = returns => Array.Clear(returns, 300, 400),
        ["a crash within the training"] = returns => returns[400] = -.229,
    };

    private static ForecastingData Rough(string market)
    {
        var returns = Calm.LogReturns.ToArray();
        Markets[market](returns);
        var columns = Calm.ColumnNames.ToDictionary(c => c, c => Calm.Column(c).ToArray());
        foreach (var (name, window) in new[] { ("vol_5d", 5), ("vol_20d", 20) })
            for (var row = window; row < returns.Length; row++)
                columns[name][row] = Math.Sqrt(252.0 / window * returns[(row - window + 1)..(row + 1)].Sum(r => r * r));
        return new("TEST", Calm.Sessions.ToArray(), returns, columns);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_forecast_is_a_finite_variance_with_reasons(string name, string market)
    {
        var model = ForecasterCatalog.Create(name, new ForecasterSettings { Features = SyntheticTarget.Features });

        var result = WalkForward.Run(Rough(market), [model], Options with { Explain = [name] });

        var forecasts = result.Models[0];
        if ((name, market) == ("gjr-garch-t", "zero for half of the training"))
        {
            // The likelihood of Student's t has no maximum there, and there is no earlier fit.
            Assert.Contains("400 are equal", Assert.Single(forecasts.SkippedOrigins).Reason, StringComparison.Ordinal);
            return;
        }
        Assert.Empty(forecasts.SkippedOrigins);
        // A volatility above 1,000 % is implausible.
        Assert.All(forecasts.Variance, v => Assert.InRange(v, 1e-6, 100));
        Assert.All(forecasts.Reasons!.Base, b => Assert.True(double.IsFinite(b)));
        Assert.All(forecasts.Reasons.Amounts.SelectMany(a => a), a => Assert.True(double.IsFinite(a)));
        Assert.True(double.IsFinite(Scores.Compare(result)[0].Qlike));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_implied_volatility_the_models_that_need_it_are_skipped_with_the_reason(string name)
    {
        var columns = Calm.ColumnNames.ToDictionary(c => c, c => Calm.Column(c).ToArray());
        Array.Fill(columns["vix"], double.NaN);
        var bare = new ForecastingData("TEST", Calm.Sessions.ToArray(), Calm.LogReturns.ToArray(), columns);
        var model = ForecasterCatalog.Create(name, new ForecasterSettings { Features = SyntheticTarget.Features });

        var result = WalkForward.Run(bare, [model], Options).Models[0];

        if (model.Inputs.Contains("vix"))
        {
            var gap = Assert.Single(result.SkippedOrigins);
            Assert.Equal((Options.From, Calm.Sessions[^1]), (gap.From, gap.To));
            Assert.Equal(SkipCause.TooLittleHistory, gap.Cause);
        }
        else
            Assert.Empty(result.SkippedOrigins);
    }

    public static TheoryData<string> Names => [.. ForecasterCatalog.Names];
}
