using Volcast.Forecasting.Distribution;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>One target's forecasts over several horizons.</summary>
/// <param name="Reports">Ascending by horizon; at least one.</param>
/// <param name="Terms">All of them together.</param>
internal sealed record TermReport(IReadOnlyList<ForecastReport> Reports, TermStructure Terms)
{
    /// <summary>The premium over 22 sessions, or why it is not known.</summary>
    public ValueOrReason<PremiumReport> Premium =>
        Reports.FirstOrDefault(report => report.Row.Horizon == VariancePremium.Horizon)?.Premium ?? First.Premium;

    /// <summary>A report of the term structure's origin.</summary>
    public ForecastReport First => Reports.First(report => report.Row.ForecastOrigin == Terms.Origin);

    /// <param name="reports">One target's, each of another horizon; at least one.</param>
    /// <param name="missing">The requested horizons without a report.</param>
    public static TermReport Of(IReadOnlyList<ForecastReport> reports, IEnumerable<MissingHorizon> missing) =>
        new([.. reports.OrderBy(report => report.Row.Horizon)], TermStructure.Of(
            reports.Select(report => new TermForecast(
                report.Row, IsStored: report.IsStored, [.. report.VersionWarnings, .. report.Notes])), missing));
}
