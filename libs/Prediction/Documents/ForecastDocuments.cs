using Volcast.ApiContract.Forecasts;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction.Documents;

/// <summary>Converts forecasts to the documents that API and command line publish.</summary>
public static class ForecastDocuments
{
    /// <param name="roles">The symbol that is forecast. Without an implied volatility of its own, it has no probability above
    /// it.</param>
    /// <param name="kind">Real or simulated bars.</param>
    /// <param name="row">The forecast.</param>
    /// <param name="targetStart">The first session that is forecast.</param>
    /// <param name="sessionsBehind">Settled sessions after the origin.</param>
    /// <param name="isStored">Whether the table of forecasts holds the row.</param>
    /// <param name="realized">What has been realised since the origin; null before the first session has settled.</param>
    public static ForecastDocument Of(
        AssetRoles roles, DataKind kind, ForecastRow row, DateOnly targetStart, int sessionsBehind, bool isStored,
        RealizedDocument? realized) => new()
        {
            Symbol = roles.Target.Value,
            DataKind = kind.Name(),
            Horizon = row.Horizon,
            ForecastOrigin = row.ForecastOrigin,
            TargetStart = targetStart,
            TargetEnd = row.TargetEnd,
            AsOf = row.AsOf,
            Kind = NameOf(row.Kind),
            IsStored = isStored,
            SessionsBehind = sessionsBehind,
            Variance = row.Variance,
            Volatility = row.Volatility,
            VolatilityIntervals = Intervals(
                new VarianceInterval(row.Lower80, row.Upper80), new VarianceInterval(row.Lower95, row.Upper95)),
            ProbabilitiesAbove = ProbabilitiesAbove(
                [
                    new(row.Implied / 100, roles.IsOwn(row.ImpliedIndex) ? row.ProbabilityAboveImplied : double.NaN, IsImplied: true),
                    new(ForecastFigures.UsualLevel, row.ProbabilityAbove20, IsImplied: false),
                ]),
            TailRisk = TailRisks(ForecastFigures.TailRisksOf(row)),
            ImpliedVolatilityPoints = Number(row.Implied),
            Realized = realized,
            Model = row.Model,
            ModelVersion = VersionOf(row),
            InputDigest = row.InputDigest,
            OneSessionModel = row.OneSessionModel,
            OneSessionModelVersion = OneSessionVersionOf(row),
            OneSessionInputDigest = row.OneSessionInputDigest,
        };

    /// <summary>live, shadow, backfill or provisional.</summary>
    public static string NameOf(ForecastKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The version as a number; the table stores it as text.</summary>
    public static int VersionOf(ForecastRow row) => VersionNumber(row.ModelVersion);

    /// <summary>The version of the one-session model as a number; null where the row names none.</summary>
    public static int? OneSessionVersionOf(ForecastRow row) =>
        row.OneSessionModelVersion is { } version ? VersionNumber(version) : null;

    /// <summary>The version as a number; the table stores it as text.</summary>
    public static int VersionNumber(string version) => int.Parse(version, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Null for NaN and infinities, which JSON cannot hold.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Intervals of the volatility around a forecast; empty if the model has no distribution or too few past
    /// errors.</summary>
    /// <param name="distribution">The distribution around the model's forecasts; null if the model has none.</param>
    /// <param name="variance">The forecast, annualised.</param>
    public static IReadOnlyList<IntervalDocument> Intervals(ForecastDistribution? distribution, double variance) =>
        distribution is null ? [] : Intervals(distribution.Interval80(variance), distribution.Interval95(variance));

    /// <summary>The levels with a known probability.</summary>
    public static IReadOnlyList<ProbabilityAboveDocument> ProbabilitiesAbove(IEnumerable<ProbabilityAbove> levels) =>
    [
        .. levels.Where(level => double.IsFinite(level.Probability))
            .Select(level => new ProbabilityAboveDocument(level.Volatility, level.Probability, level.IsImplied)),
    ];

    public static IReadOnlyList<QuantileDocument> Quantiles(IEnumerable<VolatilityQuantile> quantiles) =>
        [.. quantiles.Select(one => new QuantileDocument(one.Probability, one.Volatility))];

    /// <summary>The tail risks that are known.</summary>
    public static IReadOnlyList<TailRiskDocument> TailRisks(IEnumerable<TailRisk> risks) =>
    [
        .. risks.Where(risk => double.IsFinite(risk.ValueAtRisk))
            .Select(risk => new TailRiskDocument(
                risk.Sessions, risk.Confidence, risk.ValueAtRisk, risk.ExpectedShortfall, risk.IsExtrapolated)),
    ];

    private static IReadOnlyList<IntervalDocument> Intervals(VarianceInterval inner, VarianceInterval outer)
    {
        var isInner = double.IsFinite(inner.Lower) && double.IsFinite(inner.Upper);
        var isOuter = double.IsFinite(outer.Lower) && double.IsFinite(outer.Upper);
        return (isInner, isOuter) switch
        {
            (true, true) => [Interval(.8, inner), Interval(.95, outer)],
            (true, false) => [Interval(.8, inner)],
            (false, true) => [Interval(.95, outer)],
            _ => [],
        };
    }

    private static IntervalDocument Interval(double level, VarianceInterval bounds) =>
        new(level, Math.Sqrt(bounds.Lower), Math.Sqrt(bounds.Upper));
}
