using Volcast.ApiContract.Data;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Scenarios;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>Series of the API with known figures.</summary>
internal static class SampleSeries
{
    public static WalkForwardDocument WalkForward(string? benchmark = null) => new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Horizon = 5,
        ModelVersion = 3,
        Model = "volcast",
        Benchmark = benchmark ?? "har",
        WalkForwardModels = ["volcast", "har", "garch"],
        FirstOrigin = new(2014, 11, 14),
        LastOrigin = new(2021, 11, 8),
        N = 1758,
        LossAdvantages = [new(new(2014, 11, 14), .4), new(new(2014, 11, 21), 2.3), new(new(2021, 11, 8), 240)],
        Years = [new("2020", 253, .5, .6, .833, .78, .94), new("2021", 200, .42, .4, 1.05, .81, .96)],
        Terciles = [new("low", 586, .3, .4, .75, .78, .95), new("high", 586, .5, .7, .714, .85, .97)],
        PitBins = [.. Enumerable.Range(0, 10).Select(i => new PitBinDocument(i / 10.0, (i + 1) / 10.0, i == 0 ? 19 : 9))],
        DensityScores = [new("volcast", 1653, .0412, -1.2345), new(benchmark ?? "har", 1653, .0498, null)],
        ValueAtRiskRecords =
        [
            new(1, .95, 1758, 87.9, 2, .444, .512,
                [new(new(2016, 6, 23), -.036, .012), new(new(2020, 3, 11), -.1, .08)]),
            new(1, .99, 1758, 17.58, 1, .1, .9, [new(new(2016, 6, 23), -.036, .02)]),
            new(5, .99, 1758, 17.58, 3, null, null, []),
        ],
        TrafficLight = new(250, 2.5, 1, "green"),
        WorstOrigins = [new(new(2020, 2, 20), .113, .09, .466, 12.5, 15)],
    };

    /// <summary>The volatility is 12 % and as many points more as the target falls percent.</summary>
    public static ScenarioDocument Scenario(ScenarioRequest request)
    {
        var fall = -100 * (Math.Exp(request.Bars["SPY"].LogReturn!.Value) - 1);
        return new()
        {
            Symbol = "SPY",
            DataKind = "REAL",
            Horizon = 5,
            Session = new(2021, 12, 31),
            TargetEnd = new(2022, 1, 7),
            Model = "volcast-SPY-5d",
            ModelVersion = 3,
            Variance = Math.Pow(.12 + fall / 100, 2),
            Volatility = .12 + fall / 100,
            VolatilityIntervals = [new(.8, .08, .17), new(.95, .06, .25)],
            NewestVolatility = .12,
            VolatilityPointsChange = fall,
            AssumedBars = [new("SPY", 475, 476, 450, 451.7)],
            Explanation = SampleDocuments.Explanation,
        };
    }

    public static NewsImpactDocument NewsImpact(string? companions) => new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Horizon = 5,
        Session = new(2021, 12, 31),
        TargetEnd = new(2022, 1, 7),
        Model = "volcast-SPY-5d",
        ModelVersion = 3,
        NewestVolatility = .12,
        Companions = companions ?? "follow",
        CompanionMoves = [new("^VIX", companions is null ? -5.4 : 0, companions is null ? -4.1 : 0, companions is null ? 1000 : 0)],
        Points = [new(-.05, .04, .2, 8), new(0, .0144, .12, 0), new(.03, .01, .1, -2)],
        Warnings = [],
    };

    /// <summary>2021-12-27 is missing, 28 has a refused row, 29 was revised, and 30 has a finding.</summary>
    public static SessionsDocument Sessions(int? year) => new("SPY", "REAL", year ?? 2021, SampleDocuments.Origin,
    [
        new("SPY", new(2010, 11, 16), SampleDocuments.Origin,
        [
            new(new(2021, 12, 23), true, null, 0, 0, []), new(new(2021, 12, 27), false, null, 0, 0, []),
            new(new(2021, 12, 28), true, null, 2, 1, []), new(new(2021, 12, 29), true, new(2021, 12, 31, 9, 0, 0, TimeSpan.Zero), 0, 0, []),
            new(new(2021, 12, 30), true, null, 0, 0, ["price_jump"]),
        ]),
    ]);

    public static QualityDocument Quality(int missing = 1, int refused = 2, int behind = 0, int harmless = 0) => new("SPY", "REAL", SampleDocuments.Origin,
        behind, [new("SPY", 2800, new(2010, 11, 16), SampleDocuments.Origin, missing, new(2021, 12, 27), refused, harmless,
            new('a', 64))]);

    public static QuarantineDocument Quarantine(int offset) => new("SPY", "REAL", 102, offset,
        offset == 0 ? "/v1/quarantine?offset=100" : null,
        [
            new("SPY", new(2021, 12, 28), false, $"high 1 is below close 2 {SampleDocuments.Hostile}", "2021-12-28",
                new Dictionary<string, string?> { ["close"] = "2", ["volume"] = null }),
            new("SPY", null, true, "no date", "=1+1", new Dictionary<string, string?> { ["close"] = "=1+1" }),
        ]);

    /// <summary>The session of a fall, without a bar of the three-month index.</summary>
    public static MarketDocument Fall => new("SPY", "REAL", new(2020, 3, 16),
    [
        new("SPY", 241, 257, 237, 239.85, 1, 0, 1, -.115886, 1),
        new("^VIX", 58, 84, 58, 82.69, null, 0, 1, .357591, 1),
    ]);
}
