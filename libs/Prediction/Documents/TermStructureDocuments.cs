using Volcast.ApiContract.Forecasts;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Prediction.Documents;

/// <summary>Converts term structures to the documents that API and command line publish.</summary>
public static class TermStructureDocuments
{
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="kind">Real or simulated bars.</param>
    /// <param name="terms">The term structure.</param>
    /// <param name="calendar">Gives the first session after a horizon.</param>
    /// <param name="sessionsBehind">Settled sessions after the origin.</param>
    /// <param name="levels">The implied-volatility indices at the origin.</param>
    /// <param name="premium">The premium over 22 sessions, or why it is not known.</param>
    public static TermStructureDocument Of(
        Symbol target, DataKind kind, TermStructure terms, TradingCalendar calendar, int sessionsBehind,
        ImpliedLevels levels, ValueOrReason<PremiumReport> premium) => new()
        {
            Symbol = target.Value,
            DataKind = kind.Name(),
            ForecastOrigin = terms.Origin,
            TargetStart = calendar.Next(terms.Origin),
            AsOf = terms.Points[0].Forecast.Row.AsOf,
            SessionsBehind = sessionsBehind,
            IsAdjusted = terms.IsAdjusted,
            Horizons = [.. terms.Points.Select(point => Of(point, calendar))],
            MissingHorizons = [.. terms.Missing.Select(one => new MissingHorizonDocument(one.Horizon, one.Reason))],
            ImpliedVolatilities =
                [.. levels.Held.Select(one => new ImpliedLevelDocument(one.Index.Value, one.CalendarDays, one.Volatility))],
            MissingImpliedVolatilities =
                [.. levels.Missing.Select(one => new MissingLevelDocument(one.Index.Value, one.Reason))],
            VariancePremium = premium.Value is { } found ? Of(found) : null,
            VariancePremiumMissingReason = premium.Reason,
        };

    private static TermPremiumDocument Of(PremiumReport premium)
    {
        var history = premium.History.Value;
        return new(premium.Premium.Variance, premium.Premium.VolatilityPoints, history?.Percentile, history?.Sessions ?? 0,
            history?.From, history?.To, premium.History.Reason);
    }

    private static TermPointDocument Of(TermPoint point, TradingCalendar calendar)
    {
        var (forecast, row) = (point.Forecast, point.Forecast.Row);
        return new()
        {
            Horizon = row.Horizon,
            TargetEnd = row.TargetEnd,
            Kind = ForecastDocuments.NameOf(row.Kind),
            IsStored = forecast.IsStored,
            Model = row.Model,
            ModelVersion = ForecastDocuments.VersionOf(row),
            Variance = row.Variance,
            Volatility = row.Volatility,
            AdjustedVariance = point.Variance,
            AdjustedVolatility = point.Volatility,
            ForwardStart = calendar.Add(row.ForecastOrigin, row.Horizon - point.ForwardSessions + 1),
            ForwardVariance = point.ForwardVariance,
            ForwardVolatility = Math.Sqrt(point.ForwardVariance),
            TailRisk =
            [
                .. point.TailRisks.Select(risk => new TermTailRiskDocument(risk.Forecast.Confidence, risk.Forecast.ValueAtRisk,
                    risk.Forecast.ExpectedShortfall, risk.ValueAtRisk, risk.ExpectedShortfall, risk.Forecast.IsExtrapolated)),
            ],
            IsAdjusted = point.IsAdjusted,
            Adjustments = point.Adjustments,
            Warnings = forecast.Warnings,
        };
    }
}
