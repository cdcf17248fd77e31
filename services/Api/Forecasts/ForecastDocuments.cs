using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Forecasts;

/// <summary>Puts a row of the table <c>forecasts</c> beside what was implied and what has been realised since.</summary>
internal static class ForecastDocuments
{
    /// <param name="target">Where the bars since the origin are.</param>
    /// <param name="row">The forecast.</param>
    /// <param name="isStored">Whether it is in the table.</param>
    /// <param name="newestSettled">The session that should be the newest.</param>
    /// <param name="calendar">For the sessions ahead.</param>
    public static ForecastDocument Of(
        TargetSnapshot target, ForecastRow row, bool isStored, DateOnly newestSettled, TradingCalendar calendar) => new()
        {
            Symbol = target.Roles.Target.Value,
            Market = target.Market.Name(),
            Horizon = row.Horizon,
            ForecastOrigin = row.ForecastOrigin,
            TargetStart = calendar.Next(row.ForecastOrigin),
            TargetEnd = row.TargetEnd,
            AsOf = row.AsOf,
            Kind = NameOf(row.Kind),
            IsStored = isStored,
            SessionsBehind = newestSettled > row.ForecastOrigin
                ? calendar.Count(row.ForecastOrigin.AddDays(1), newestSettled)
                : 0,
            Variance = row.Variance,
            Volatility = row.Volatility,
            VolatilityInterval80 = Interval(row.Lower80, row.Upper80),
            VolatilityInterval95 = Interval(row.Lower95, row.Upper95),
            ChanceVolatilityAbove = Chances(row),
            TailRisk = Risks(row),
            ImpliedVolatilityPoints = Number(row.Implied),
            Realized = RealizedSince(target, row),
            Model = row.Model,
            ModelVersion = row.ModelVersion,
            InputDigest = row.InputDigest,
        };

    public static string NameOf(ForecastKind kind) => kind.ToString().ToLowerInvariant();

    public static double? Number(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Ends in volatility; null where there are too few past errors.</summary>
    public static IReadOnlyList<double>? Interval(VarianceInterval? ends) =>
        ends is { } known ? Interval(known.Lower, known.Upper) : null;

    public static IReadOnlyList<double>? Interval(double lowerVariance, double upperVariance) =>
        double.IsFinite(lowerVariance) && double.IsFinite(upperVariance)
            ? [Math.Sqrt(lowerVariance), Math.Sqrt(upperVariance)]
            : null;

    private static List<ChanceDocument> Chances(ForecastRow row)
    {
        var chances = new List<ChanceDocument>(2);
        if (double.IsFinite(row.ChanceAboveImplied))
            chances.Add(new(row.Implied / 100, row.ChanceAboveImplied, IsImplied: true));
        if (double.IsFinite(row.ChanceAbove20))
            chances.Add(new(ForecastFigures.UsualLevel, row.ChanceAbove20, IsImplied: false));
        return chances;
    }

    private static List<TailRiskDocument> Risks(ForecastRow row)
    {
        var risks = new List<TailRiskDocument>(4);
        Add(1, .95, row.OneDay95);
        Add(1, .99, row.OneDay99);
        if (row.Horizon > 1)
        {
            Add(row.Horizon, .95, row.Horizon95);
            Add(row.Horizon, .99, row.Horizon99);
        }
        return risks;

        void Add(int sessions, double confidence, ForecastTailRisk risk)
        {
            if (double.IsFinite(risk.ValueAtRisk))
                risks.Add(new(sessions, confidence, risk.ValueAtRisk, risk.ExpectedShortfall));
        }
    }

    /// <summary>What was realised of a forecast by now; null before its first session.</summary>
    private static RealizedDocument? RealizedSince(TargetSnapshot target, ForecastRow row)
    {
        if (RealizedOutcome.Of(target.Inputs.Known, row.ForecastOrigin, row.TargetEnd) is not { } outcome)
            return null;
        var variance = Number(outcome.Variance);
        return new(outcome.Sessions, row.Horizon, variance, variance is { } known ? Math.Sqrt(known) : null, outcome.IsComplete);
    }
}
