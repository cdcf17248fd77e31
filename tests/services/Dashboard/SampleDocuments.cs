using System.Text.Json;
using Volcast.ApiContract.Data;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>Documents of the API with known figures.</summary>
internal static class SampleDocuments
{
    public static readonly DateOnly Origin = new(2021, 12, 30);

    /// <summary>A text that a page must escape.</summary>
    public const string Hostile = "<script>alert(1)</script>";

    public static ForecastDocument Forecast(
        DateOnly? origin = null, double volatility = .12, double? realized = null, int horizon = 5, string kind = "live",
        string dataKind = "REAL") => new()
        {
            Symbol = "SPY",
            DataKind = dataKind,
            Horizon = horizon,
            ForecastOrigin = origin ?? Origin,
            TargetStart = (origin ?? Origin).AddDays(1),
            TargetEnd = (origin ?? Origin).AddDays(horizon + 2),
            AsOf = new(2021, 12, 31, 11, 0, 0, TimeSpan.Zero),
            Kind = kind,
            IsStored = true,
            SessionsBehind = 0,
            Variance = volatility * volatility,
            Volatility = volatility,
            VolatilityIntervals = [new(.8, .08, .17), new(.95, .06, .25)],
            ProbabilitiesAbove = [new(.1722, .09, IsImplied: true), new(.15, .21, IsImplied: false), new(.2, .04, IsImplied: false)],
            TailRisk = [new(1, .95, .012, .017, false), new(1, .975, .015, .02, false), new(5, .99, .041, .05, true)],
            ImpliedVolatilityPoints = 17.22,
            Warnings = [],
            Realized = realized is { } known ? new(horizon, known * known, known, IsComplete: true) : null,
            Model = "volcast-SPY-5d",
            ModelVersion = 3,
            InputDigest = new('a', 64),
        };

    /// <summary>The newest forecast, and four before it: two that held, one above its interval, one whose outcome is not
    /// known.</summary>
    public static IReadOnlyList<ForecastDocument> Stored =>
    [
        Forecast(),
        Forecast(new(2021, 12, 29), .105),
        Forecast(new(2021, 12, 28), .11, realized: .16),
        Forecast(new(2021, 12, 27), .115, realized: .19),
        Forecast(new(2021, 12, 27), .3, realized: .19, kind: "shadow"),
        Forecast(new(2021, 12, 23), .13, realized: .09, kind: "backfill"),
    ];

    public static ExplanationDocument Explanation => new()
    {
        Scale = "log_variance",
        BaseLogVariance = -4,
        LogVariance = Math.Log(.12 * .12),
        BaseVolatilityPoints = 13.5,
        VolatilityPoints = 12,
        Contributions =
        [
            new("ret_5d", "leverage", .012, .1, .6, "return over 5 sessions +1.2 %"),
            new("vol_5d", "recent volatility", .07, -.3, -1.9, "realised volatility over 5 sessions 7.0 %"),
            new("vix", "implied volatility", 17.22, -.04, -.2, $"{Hostile} 17.2"),
        ],
        Families = [new("leverage", .1, .6), new("recent volatility", -.3, -1.9), new("implied volatility", -.04, -.2)],
        TopReasons = ["Realised volatility over 5 sessions 7.0 % lowers the forecast by 1.9 points", "Second", "Third", "Fourth"],
    };

    /// <summary>Since the session before: one input raises the forecast, one lowers it, and another version has another
    /// base.</summary>
    public static ExplanationChangeDocument Change => new()
    {
        SinceOrigin = new(2021, 12, 29),
        SinceIsStored = true,
        SinceModelVersion = 2,
        SinceVolatility = .105,
        VolatilityPointsChange = 1.5,
        BaseVolatilityPointsChange = .4,
        Contributions =
        [
            new("vix", "implied volatility", 16.9, 17.22, 1.9, $"{Hostile} 17.2, before 16.9"),
            new("vol_5d", "recent volatility", .08, .07, -.8, "realised volatility over 5 sessions: 7.0 %, before 8.0 %"),
        ],
        Families = [new("implied volatility", 1.9), new("recent volatility", -.8)],
        TopChanges = ["Implied volatility raises the forecast by 1.9 points", "Realised volatility lowers it by 0.8 points"],
    };

    public static AttributionDocument Attribution => new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Horizon = 5,
        Model = "volcast-SPY-5d",
        ModelVersion = 3,
        TrainedTo = new(2021, 12, 28),
        IsTruncated = true,
        Origins =
        [
            new(new(2021, 12, 29), 11, 13.5, [new("implied volatility", -.2, -1.5), new("leverage", -.1, -1)], []),
            new(Origin, 12, 13.5, [new("implied volatility", -.3, -2), new("leverage", .1, .5)], []),
        ],
        SkippedOrigins = [],
        FeatureImportance =
            [new("vix", "implied volatility for 30 days", .25, 1.75), new("ret_5d", "return over 5 sessions", .1, .75)],
        FamilyImportance = [new("implied volatility", .25, 1.75), new("leverage", .1, .75)],
    };

    /// <summary>A model card, in the Markdown that cards have.</summary>
    public const string Card = $$"""
        # volcast-SPY-5d

        ## Data
        | input | smallest |
        |---|---:|
        | `vix` | 9.14 |

        - {{Hostile}}
        """;

    public static ModelsDocument Models => new(
    [
        new("volcast-SPY-5d", "SPY", 5, 3, false, null, [Version(4, "refused", "challenger"), Version(3, "passed", "champion")],
        [
            new(2, new(2020, 5, 4, 12, 0, 0, TimeSpan.Zero), new(2021, 11, 16, 12, 0, 0, TimeSpan.Zero), "ada", "the first"),
            new(3, new(2021, 11, 16, 12, 0, 0, TimeSpan.Zero), null, null, null),
        ]),
        new("volcast-QQQ-5d", "QQQ", 5, 1, false, null, [], []),
    ]);

    public static EvidenceDocument Evidence => new()
    {
        Format = 1,
        Model = "volcast",
        Symbol = "SPY",
        Horizon = 5,
        DataKind = "REAL",
        FirstOrigin = new(2014, 11, 14),
        LastOrigin = new(2021, 11, 8),
        RefitEvery = 63,
        Benchmark = "har",
        Confidence = .9,
        Models =
        [
            new("har", 1758, .57, 1, 1, 1, null, null, .02, .4, 0, 1, .8, .95),
            new("volcast", 1758, .43, .754, .69, .81, 5, .0001, 1, .58, 0, 1, .805, .951),
        ],
    };

    public static MonitoringDocument Monitoring(params IReadOnlyList<CheckDocument> checks) => new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Session = checks.Count > 0 ? Origin : null,
        Status = checks.Count > 0 ? "warning" : null,
        Checks = checks,
    };

    public static DriftDocument Drift { get; } = new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Session = Origin,
        Features =
        [
            FeatureDrift("vix", 1.5, .2) with
            {
                Distribution = new()
                {
                    Least = 10, Most = 40, ReferenceSessions = 2520, ReferenceShares = [.7, .2, .1], WindowSessions = 60,
                    WindowShares = [.1, .3, .6],
                },
            },
            FeatureDrift("rsi_14", 2, 0),
        ],
    };

    public static FeatureDriftDocument FeatureDrift(string feature, double distance, double contribution) => new()
    {
        Feature = feature,
        Label = $"the feature {feature}",
        Status = "ok",
        Distance = distance,
        MeanAbsoluteContribution = contribution,
        Horizon = contribution > 0 ? 5 : null,
        LossImpact = distance * contribution,
        Distribution = null,
    };

    public static CheckDocument Check(
        string check, string kind, string status = "ok", double? value = null, int horizon = 5, string subject = "live",
        DateOnly? session = null, int revision = 0, string? facts = null, string? resultOf = null) => new()
        {
            Horizon = horizon,
            Session = session ?? Origin,
            Subject = subject,
            Model = "volcast-SPY-5d",
            ModelVersion = 3,
            TrainedTo = null,
            Check = check,
            ResultOf = resultOf,
            Revision = revision,
            Kind = kind,
            Status = status,
            Value = value,
            Threshold = 20,
            Facts = facts is null ? null : JsonDocument.Parse(facts).RootElement,
        };

    private static VersionDocument Version(int number, string gate, string alias) => new()
    {
        Model = "volcast-SPY-5d",
        ModelVersion = number,
        Aliases = [alias],
        Stage = null,
        Recipe = "volcast",
        RecipeRevision = "5",
        GateStatus = gate,
        ChosenBecause = null,
        DataKind = "REAL",
        TrainedTo = new(2021, 11, 8),
        CreatedAt = new(2021, 11, 16, 12, 0, 0, TimeSpan.Zero),
        RunId = "run",
        Tags = new Dictionary<string, string>(),
    };

    public static FeaturesDocument Features => new("SPY", "REAL", Origin,
        [new("vol_5d", "features.L1", "recent volatility", "decimal, annualised", .074, "realised volatility", true)]);

    public static MarketDocument Market => new("SPY", "REAL", Origin,
    [
        new("SPY", 475, 476, 474, 475.5, 1, 0, 1, .001, 1),
        new("^VIX3M", 20, 21, 20, 20.3, null, 0, 1, null, 1),
        new("^VIX", 17, 18, 17, 17.22, null, 0, 1, null, 1),
    ]);

    public static TrackRecordDocument Record => new("SPY", "REAL", 5, 30, 24, Scores with { ModelVersion = null }, [Scores]);

    private static VersionTrackRecordDocument Scores => new(3, 24, new(2021, 11, 1), Origin, .31, .44, .79, .96,
        [new(1, .95, 24, 1.2, 1), new(1, .99, 24, .24, 0)], new(24, .24, 0, "green"));

    public static TermStructureDocument Term => new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        ForecastOrigin = Origin,
        TargetStart = Origin.AddDays(1),
        AsOf = new(2021, 12, 31, 11, 0, 0, TimeSpan.Zero),
        SessionsBehind = 0,
        IsAdjusted = false,
        Horizons = [],
        MissingHorizons = [new(22, "No model is registered.")],
        ImpliedVolatilities = [],
        MissingImpliedVolatilities = [],
        VariancePremium = null,
        VariancePremiumMissingReason = "No model is registered.",
    };
}
