using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Targets;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>A history and a watchlist with known figures.</summary>
internal static class SampleHistory
{
    /// <summary>Three of the walk-forward, a gap of a month, one backfill above its 80 % interval and inside the 95 % one, two live
    /// forecasts, of which the last has no outcome.</summary>
    public static HistoryDocument Document(params IReadOnlyList<HistoryPointDocument> points) => new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Horizon = 5,
        WalkForwardModel = "volcast",
        WalkForwardModels = ["volcast", "har"],
        WalkForwardMissingReason = null,
        IsTruncated = false,
        Points = points.Count > 0 ? points :
        [
            Point(new(2021, 11, 22), "walk_forward", .10, realized: .11), Point(new(2021, 11, 23), "walk_forward", .11, realized: .05),
            Point(new(2021, 11, 24), "walk_forward", .12, realized: .12), Point(new(2021, 12, 27), "backfill", .13, realized: .2),
            Point(new(2021, 12, 28), "live", .14, realized: .13), Point(new(2021, 12, 29), "live", .15),
        ],
    };

    public static HistoryPointDocument Point(DateOnly origin, string kind, double volatility, double? realized = null) => new()
    {
        ForecastOrigin = origin,
        TargetEnd = origin.AddDays(7),
        Kind = kind,
        ModelVersion = kind == "walk_forward" ? null : 3,
        Volatility = volatility,
        VolatilityLower80 = .08,
        VolatilityUpper80 = .18,
        VolatilityLower95 = .06,
        VolatilityUpper95 = .25,
        RealizedVolatility = realized,
        ImpliedVolatilityPoints = 17.22,
        HarVolatility = .16,
    };

    public static TargetsDocument Targets(params IReadOnlyList<TargetDocument> targets) => new()
    {
        DataKind = "REAL",
        Horizon = 5,
        NewestSettled = SampleDocuments.Origin,
        RegimeRule = "calm below 25, normal below 75, elevated below 95, else stressed.",
        Total = targets.Count,
        Offset = 0,
        Next = null,
        Targets = targets,
    };

    public static TargetDocument Target(
        string symbol, double? volatility = .12, double? change = 1.5, double? percentile = 40, string? regime = "normal",
        string? missing = null, double? ratio = .75) => new()
        {
            Symbol = symbol,
            Session = SampleDocuments.Origin,
            SessionsBehind = 0,
            ExceedsMaximumAge = false,
            IsStale = false,
            LastError = null,
            MissingReason = missing,
            Forecast = volatility is not { } known ? null : new()
            {
                ForecastOrigin = SampleDocuments.Origin,
                TargetEnd = SampleDocuments.Origin.AddDays(7),
                Kind = "live",
                Model = $"volcast-{symbol}-5d",
                ModelVersion = 3,
                Variance = known * known,
                Volatility = known,
                VolatilityPointsChange = change,
                Percentile = percentile,
                Regime = regime,
                ImpliedVolatilityPoints = 17.22,
                VolatilityPointsAboveImplied = 100 * known - 17.22,
            },
            Outcomes = 24,
            CommonOriginsWithHar = 24,
            QlikeRatioToHar = ratio,
        };

    /// <summary>Calm, stressed, and one without a forecast.</summary>
    public static TargetsDocument Watchlist => Targets(
        Target("SPY"), Target("QQQ", .3, -2, 97, "stressed", ratio: 1.1), Target("IWM", .09, .1, 12, "calm", ratio: null),
        Target("DIA", volatility: null, missing: "No forecast is stored yet.", ratio: null));
}
