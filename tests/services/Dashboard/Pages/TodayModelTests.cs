using Volcast.ApiContract.Data;
using Volcast.Services.Dashboard.Pages.Today;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class TodayModelTests
{
    private static readonly TodayModel Model = TodayModel.Of(new()
    {
        Forecast = SampleDocuments.Forecast(),
        HighForecast = SampleDocuments.Forecast() with { ProbabilitiesAbove = [new(.2, .04, false), new(.3, .004, false)] },
        Recent = SampleDocuments.Stored,
        Horizons =
        [
            SampleDocuments.Forecast(horizon: 22), SampleDocuments.Forecast(),
            SampleDocuments.Forecast(new(2021, 12, 29), horizon: 1),
        ],
        Explanation = SampleDocuments.Explanation,
        Features = SampleDocuments.Features,
        Market = SampleDocuments.Market,
        TrackRecord = SampleDocuments.Record,
        TermStructure = SampleDocuments.Term,
    });

    [Fact]
    public void The_change_is_that_since_the_newest_earlier_forecast() =>
        Assert.Equal((new(2021, 12, 29), 1.5), (Model.Previous!.Origin, Math.Round(Model.Change!.Value, 9)));

    [Fact]
    public void Shadow_forecasts_are_no_part_of_the_record() => Assert.Equal(
        [(new(2021, 12, 29), null), (new(2021, 12, 28), true), (new(2021, 12, 27), false), (new DateOnly(2021, 12, 23), (bool?)true)],
        Model.Past.Select(one => (one.Origin, one.Judgement.Held)));

    [Fact]
    public void An_outcome_beyond_the_interval_says_on_which_side() => Assert.Equal(
        ["not known yet", "held", "missed, above", "held"], Model.Past.Select(one => one.Judgement.Verdict));

    [Fact]
    public void Chances_are_those_of_both_requests_without_the_implied_one() =>
        Assert.Equal([(.15, .21), (.2, .04), (.3, .004)], Model.Chances.Select(one => (one.Volatility, one.ProbabilityAbove)));

    [Fact]
    public void Only_horizons_from_the_same_origin_stand_in_the_term_structure() =>
        Assert.Equal([5, 22], Model.Horizons.Select(one => one.Horizon));

    [Fact]
    public void Implied_volatilities_are_decimals_by_tenor() => Assert.Equal(
        [new ImpliedVolatility("VIX", 21, .1722), new ImpliedVolatility("VIX3M", 63, .203)], Model.Implied);

    [Fact]
    public void A_targets_own_index_covers_30_days_and_the_target_is_none() => Assert.Equal(
        [new ImpliedVolatility("GVZ", 21, .16), new ImpliedVolatility("VIX3M", 63, .2)],
        ImpliedVolatility.Of(new("^GSPC", "REAL", new(2021, 12, 31), [Bar("^VIX3M", 20), Bar("^GSPC", 4700), Bar("^GVZ", 16)])));

    private static BarDocument Bar(string symbol, double close) => new(symbol, null, null, null, close, null, 0, 1, null, 1);

    [Fact]
    public void Reasons_are_the_three_strongest() =>
        Assert.Equal(SampleDocuments.Explanation.TopReasons.Take(3), Model.Reasons);

    [Fact]
    public void With_the_forecast_alone_there_is_no_change_and_no_record()
    {
        var first = TodayModel.Of(new() { Forecast = SampleDocuments.Forecast(), Recent = [SampleDocuments.Forecast()] });
        Assert.Equal((null, null, 0), (first.Change, first.LastWeek, first.Past.Count));
    }

    [Fact]
    public void A_change_names_the_version_before_where_it_is_another_one()
    {
        Assert.Null(Model.OtherVersion);
        Assert.Equal(1, (Model with { Previous = Model.Previous! with { Version = 1 } }).OtherVersion);
    }

    [Fact]
    public void The_record_is_that_of_all_versions_and_has_no_light_on_few_sessions()
    {
        var document = SampleDocuments.Record;
        var record = LiveRecord.Of(document with { Versions = [.. document.Versions, .. document.Versions] })!;
        Assert.Equal((24, 2, null, "too few: 24 of 250 sessions"),
            (record.Scores.Outcomes, record.Versions, record.Zone, record.Light));
        Assert.Equal((24, 0), (record.Risk!.Outcomes, record.Risk.Hits));
        Assert.Null(LiveRecord.Of(document with { All = null }));
    }

    [Fact]
    public void The_traffic_light_has_a_colour_from_250_sessions_on()
    {
        var all = SampleDocuments.Record.All! with { TrafficLight = new(250, 2.5, 6, "yellow") };
        var record = LiveRecord.Of(SampleDocuments.Record with { All = all })!;
        Assert.Equal(("yellow", "yellow"), (record.Zone, record.Light));
    }

    [Fact]
    public void The_regime_is_that_of_the_watchlist_and_only_of_the_same_origin()
    {
        var documents = new TodayDocuments
        {
            Forecast = SampleDocuments.Forecast(),
            Target = SampleHistory.Targets(SampleHistory.Target("SPY")),
        };
        var model = TodayModel.Of(documents);
        Assert.Equal((40, "normal", documents.Target.RegimeRule), (model.Percentile, model.Regime, model.RegimeRule));
        var later = TodayModel.Of(documents with { Forecast = SampleDocuments.Forecast(new(2021, 12, 31)) });
        Assert.Equal((null, null, null), (later.Percentile, later.Regime, later.RegimeRule));
    }

    [Fact]
    public void A_long_warning_shows_its_first_sentence_and_keeps_why()
    {
        var why = $"volcast did not pass its gate: {new string('x', 160)}.";
        var model = TodayModel.Of(new()
        {
            Forecast = SampleDocuments.Forecast() with { Warnings = ["Short. And whole.", $"har forecasts in place of volcast. {why}"] },
        });
        Assert.Equal([("Short. And whole.", ""), ("har forecasts in place of volcast.", why)], model.Warnings);
    }

    [Fact]
    public void Until_a_forecast_has_an_outcome_the_record_is_that_of_the_walk_forward_and_says_so()
    {
        var forecast = SampleDocuments.Forecast();
        var model = TodayModel.Of(new()
        {
            Forecast = forecast,
            Recent = [forecast],
            History = SampleHistory.Document(),
        });
        Assert.True(model.IsWalkForward);
        Assert.Equal(["held", "missed, below", "held"], model.Past.Select(one => one.Judgement.Verdict));
        Assert.Null(model.Change);

        var earlier = SampleDocuments.Forecast(new(2021, 12, 29)) with { Realized = null };
        var second = TodayModel.Of(new() { Forecast = forecast, Recent = [forecast, earlier], History = SampleHistory.Document() });
        Assert.True(second.IsWalkForward);
        Assert.NotNull(second.Change);
        Assert.False(TodayModel.HasOutcome([earlier], forecast.ForecastOrigin));
        Assert.False(TodayModel.Of(new() { Forecast = forecast, Recent = [forecast, earlier] }).IsWalkForward);
    }
}
