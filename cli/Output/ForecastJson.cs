using System.Globalization;
using Volcast.ApiContract.CommandLine;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary><c>volcast forecast --json</c></summary>
internal static class ForecastJson
{
    public static void Write(Terminal terminal, IReadOnlyList<ForecastReport> reports, int maximumAge) =>
        DocumentJson.Write<IReadOnlyList<ForecastReportDocument>>(
            terminal, [.. reports.Select(report => Document(report, report.Age(maximumAge)))]);

    /// <param name="report">The forecast.</param>
    /// <param name="age">Its age.</param>
    public static ForecastReportDocument Document(ForecastReport report, DataAge age) => new()
    {
        Forecast = ForecastDocuments.Of(report.Roles, report.DataKind, report.Row, report.TargetStart, report.SessionsBehind,
            isStored: report.IsStored, realized: null) with
        {
            ProbabilitiesAbove = ForecastDocuments.ProbabilitiesAbove(report.Figures.Probabilities),
            TailRisk = ForecastDocuments.TailRisks(report.Figures.TailRisks),
            VolatilityQuantiles = ForecastDocuments.Quantiles(report.Figures.Quantiles),
            ImpliedVolatilityPoints = DocumentJson.Number(report.Implied),
            Warnings = [.. report.VersionWarnings, .. report.Notes],
        },
        ExceedsMaximumAge = age.ExceedsMaximum,
        MaximumAgeSessions = age.Maximum,
        Explanation = ExplanationDocuments.Of(report.Explained.Reasons, report.Explained.InVolatility),
        ModelAlias = report.Alias,
        Recipe = report.Recipe,
        TrainedTo = report.TrainedTo,
        FirstPublishedVolatility = report.FirstPublished?.Volatility,
        RealizedVolatility5d = DocumentJson.Number(report.Realized5),
        RealizedVolatility20d = DocumentJson.Number(report.Realized20),
        VariancePremium = report.Premium.Value is { } found
            ? new(found.Premium.Variance, found.Premium.VolatilityPoints, found.ForecastVariance, found.Model, found.Warnings)
            : null,
        VariancePremiumMissingReason = report.Premium.Reason,
        BackfilledOrigins = [.. report.Backfilled.Select(row => row.ForecastOrigin)],
        Shadow = report.Shadow is { } shadow
            ? new(int.Parse(shadow.ModelVersion, CultureInfo.InvariantCulture), shadow.Volatility)
            : null,
        AsOfAnswer = report.AsOfAnswer is { } answer
            ? new(answer.Session, answer.Before.ToUniversalTime(), answer.EqualsPublished, answer.Differences)
            : null,
    };
}
