using CsCheck;
using Volcast.ApiContract.Forecasts;
using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction.Documents;

namespace Volcast.Prediction.Tests;

public sealed class TermStructureTests
{
    private static readonly DateOnly Origin = new(2024, 7, 2);

    private static readonly Gen<TermForecast[]> AnyForecasts =
        from horizons in Gen.Shuffle(new[] { 1, 5, 10, 22 }, 1, 4)
        from variances in Gen.Double[1e-6, 4].Array[4]
        from losses in Gen.Select(Gen.Double[-.01, .5], Gen.Double[0, .5], Gen.Double[-.01, .5], Gen.Double[0, .5]).Array[4]
        from known in Gen.Bool.Array[4]
        select horizons.Select((horizon, i) => Forecast(horizon, variances[i],
            known[i] ? new(losses[i].Item1, losses[i].Item1 + losses[i].Item2) : ForecastTailRisk.Absent,
            known[i] ? new(losses[i].Item3, losses[i].Item3 + losses[i].Item4) : ForecastTailRisk.Absent)).ToArray();

    [Fact]
    public void Whatever_the_forecasts_nothing_falls_as_the_horizon_grows() => AnyForecasts.Sample(forecasts =>
    {
        var terms = TermStructure.Of(forecasts, []);
        Assert.Equal(forecasts.Length, terms.Points.Count);
        var total = 0.0;
        foreach (var point in terms.Points)
        {
            Assert.True(point.ForwardVariance >= 0);
            Assert.True(point.Variance >= point.Forecast.Row.Variance);
            // The forward variances add up to the total variance.
            total += point.ForwardSessions * point.ForwardVariance;
            Assert.Equal(total, point.Horizon * point.Variance, 1e-12);
            Assert.All(point.TailRisks, risk => Assert.True(risk.ExpectedShortfall >= risk.ValueAtRisk
                && risk.ValueAtRisk >= risk.Forecast.ValueAtRisk && risk.ExpectedShortfall >= risk.Forecast.ExpectedShortfall));
        }
        foreach (var confidence in new[] { .95, .99 })
        {
            var risks = terms.Points.SelectMany(point => point.TailRisks)
                .Where(risk => risk.Forecast.Confidence == confidence).ToArray();
            Assert.Equal(risks.Select(risk => risk.ValueAtRisk).Order(), risks.Select(risk => risk.ValueAtRisk));
            Assert.Equal(risks.Select(risk => risk.ExpectedShortfall).Order(), risks.Select(risk => risk.ExpectedShortfall));
        }
    });

    [Fact]
    public void Every_figure_is_a_forecast_of_its_own_or_a_shorter_horizon_and_the_shortest_is_not_changed() =>
        AnyForecasts.Sample(forecasts =>
        {
            var terms = TermStructure.Of(forecasts, []);
            Assert.False(terms.Points[0].IsAdjusted);
            Assert.Equal(terms.IsAdjusted, terms.Points.Any(point => point.Adjustments.Count > 0));
            foreach (var point in terms.Points)
            {
                Assert.Contains(forecasts, one => one.Row.Horizon <= point.Horizon
                    && Math.Abs(one.Row.Horizon * one.Row.Variance / (point.Horizon * point.Variance) - 1) < 1e-14);
                Assert.Contains(forecasts, one => ReferenceEquals(one, point.Forecast));
            }
        });

    [Fact]
    public void Forecasts_that_agree_stay_to_the_bit()
    {
        var terms = TermStructure.Of(
            [
                Forecast(22, .04, new(.07, .09), new(.11, .12)), Forecast(1, .09, new(.02, .03), new(.03, .04)),
                Forecast(5, .0625, new(.04, .05), new(.06, .07)),
            ], []);
        Assert.False(terms.IsAdjusted);
        Assert.Equal([.09, .0625, .04], terms.Points.Select(point => point.Variance));
        Assert.Equal([1, 4, 17], terms.Points.Select(point => point.ForwardSessions));
        // (5 · .0625 − 1 · .09)/4 and (22 · .04 − 5 · .0625)/17
        Assert.Equal([.09, .055625, .5675 / 17], terms.Points.Select(point => point.ForwardVariance), new Within(1e-15));
        Assert.All(terms.Points, point => Assert.Empty(point.Adjustments));
    }

    [Fact]
    public void What_would_fall_is_raised_to_the_shorter_horizon_and_says_by_how_much()
    {
        // The total variances are .36, .3125 and .6875: the second is below the first.
        var terms = TermStructure.Of(
            [
                Forecast(1, .36, new(.05, .06), new(.07, .09)), Forecast(5, .0625, new(.04, .065), new(.08, .085)),
                Forecast(22, .03125, new(.06, .07), new(.09, .1)),
            ], []);
        var five = terms.Points[1];
        Assert.Equal(.072, five.Variance, 15); // .36/5
        Assert.Equal([.36, 0, (.6875 - .36) / 17], terms.Points.Select(point => point.ForwardVariance), new Within(1e-15));
        Assert.Equal([(.05, .065), (.08, .09)], five.TailRisks.Select(risk => (risk.ValueAtRisk, risk.ExpectedShortfall)));
        Assert.Equal(
            [
                "volatility raised from 25.00 % to 26.83 %", "value at risk at 95 % raised from 4.00 % to 5.00 %",
                "expected shortfall at 99 % raised from 8.50 % to 9.00 %",
            ],
            five.Adjustments);
        Assert.Equal([false, true, false], terms.Points.Select(point => point.IsAdjusted));
        Assert.Equal((.0625, new ForecastTailRisk(.04, .065)), (five.Forecast.Row.Variance, five.Forecast.Row.Horizon95));
    }

    [Fact]
    public void A_horizon_without_tail_risk_does_not_interrupt_the_others()
    {
        var terms = TermStructure.Of(
            [
                Forecast(1, .04, new(.05, .06), new(.07, .09)), Forecast(5, .04, ForecastTailRisk.Absent, ForecastTailRisk.Absent),
                Forecast(10, .04, new(.04, .05), new(.08, .1)),
            ], []);
        Assert.Empty(terms.Points[1].TailRisks);
        Assert.Equal((.05, .06), (terms.Points[2].TailRisks[0].ValueAtRisk, terms.Points[2].TailRisks[0].ExpectedShortfall));
    }

    [Fact]
    public void A_forecast_from_an_older_origin_is_listed_with_its_reason()
    {
        var older = Forecast(5, .04, ForecastTailRisk.Absent, ForecastTailRisk.Absent);
        var terms = TermStructure.Of(
            [
                older with { Row = older.Row with { ForecastOrigin = new(2024, 7, 1) }, StaleReason = "The files were changed." },
                Forecast(10, .04, ForecastTailRisk.Absent, ForecastTailRisk.Absent),
            ],
            [new(22, "No model is registered.")]);
        Assert.Equal((Origin, 10), (terms.Origin, Assert.Single(terms.Points).Horizon));
        Assert.Equal(
            [
                (5, "its newest forecast is from 2024-07-01, and the others are from 2024-07-02. The files were changed."),
                (22, "No model is registered."),
            ],
            terms.Missing.Select(one => (one.Horizon, one.Reason)));
    }

    [Fact]
    public void No_forecast_and_two_forecasts_of_one_horizon_are_refused()
    {
        var one = Forecast(5, .04, ForecastTailRisk.Absent, ForecastTailRisk.Absent);
        Assert.Throws<ArgumentException>(() => TermStructure.Of([], []));
        Assert.Throws<ArgumentException>(() => TermStructure.Of([one, one], []));
    }

    /// <summary>4 July is a holiday: the sessions after 2 July are 3, 5, 8, 9, 10 and 11 July.</summary>
    [Fact]
    public void A_forward_variance_starts_on_the_session_after_the_shorter_horizon()
    {
        var terms = TermStructure.Of(
            [Forecast(1, .36, new(.05, .06), new(.07, .09)), Forecast(5, .0625, new(.04, .065), new(.08, .085))], []);
        var document = TermStructureDocuments.Of(Symbol.Parse("SPY"), Lake.DataKind.Real, terms, TradingCalendar.Nyse, 0,
            new([new(Symbol.Parse("^VIX"), 30, .2)], [new(Symbol.Parse("^VIX9D"), "the lake has no bars of ^VIX9D.")]),
            new PremiumReport(VariancePremium.Of(20, .03), .03, "volcast-SPY-22d version 1", [])
            {
                History = new PremiumHistory(.75, 1000, new(2020, 1, 2), new(2024, 7, 1)),
            });
        Assert.Equal([new ImpliedLevelDocument("^VIX", 30, .2)], document.ImpliedVolatilities);
        Assert.Equal([new MissingLevelDocument("^VIX9D", "the lake has no bars of ^VIX9D.")], document.MissingImpliedVolatilities);
        var premium = document.VariancePremium!;
        Assert.Equal((.01, .75, 1000), (Math.Round(premium.Variance, 12), premium.Percentile, premium.PastSessions));
        Assert.Equal((new DateOnly(2020, 1, 2), new DateOnly(2024, 7, 1), null),
            (premium.PastFrom, premium.PastTo, premium.PercentileMissingReason));
        Assert.Equal([new DateOnly(2024, 7, 3), new(2024, 7, 5)], document.Horizons.Select(one => one.ForwardStart));
        Assert.Equal([new DateOnly(2024, 7, 3), new(2024, 7, 10)], document.Horizons.Select(one => one.TargetEnd));
        var five = document.Horizons[1];
        Assert.Equal((.25, .0625, 0), (five.Volatility, five.Variance, five.ForwardVolatility));
        Assert.Equal(Math.Sqrt(.072), five.AdjustedVolatility, 15);
        Assert.Equal((.04, .05), (five.TailRisk[0].ValueAtRisk, five.TailRisk[0].AdjustedValueAtRisk));
        Assert.True(document.IsAdjusted);
    }

    private static TermForecast Forecast(int horizon, double variance, ForecastTailRisk at95, ForecastTailRisk at99) =>
        new(new ForecastRow
        {
            Horizon = horizon,
            ForecastOrigin = Origin,
            Model = $"volcast-SPY-{horizon}d",
            ModelVersion = "1",
            Kind = ForecastKind.Live,
            TargetEnd = TradingCalendar.Nyse.Add(Origin, horizon),
            AsOf = TradingCalendar.Nyse.SettlesAt(Origin),
            Variance = variance,
            OneDay95 = horizon == 1 ? at95 : ForecastTailRisk.Absent,
            OneDay99 = horizon == 1 ? at99 : ForecastTailRisk.Absent,
            Horizon95 = at95,
            Horizon99 = at99,
            Contributions = "[]",
            Base = 0,
            ContributionScale = "log_variance",
            InputDigest = "",
        }, IsStored: true, Warnings: []);

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double one, double other) => Math.Abs(one - other) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
