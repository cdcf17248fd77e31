using Volcast.ApiContract.CommandLine;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary><c>volcast explain --json</c></summary>
internal static class ExplainJson
{
    private const double Points = 100;

    public static void Write(Terminal terminal, ExplainReport report)
    {
        var scale = report.Origins[^1].Reasons.Scale;
        var isLog = scale == ContributionScale.LogVariance;
        DocumentJson.Write(terminal, new ExplainReportDocument
        {
            Symbol = report.Target.Value,
            DataKind = report.DataKind.Name(),
            Horizon = report.Horizon,
            Model = report.Model,
            ModelVersion = report.Version,
            ModelAlias = report.Alias,
            Recipe = report.Recipe,
            TrainedTo = report.TrainedTo,
            Origins = [.. report.Origins.Select(Document)],
            SkippedOrigins = report.Absent,
            FeatureImportance =
            [
                .. report.ImportanceOfFeatures().Select(one =>
                    new FeatureImportanceDocument(one.Name, isLog ? one.Own : null, Points * one.Points)),
            ],
            FamilyImportance =
            [
                .. report.ImportanceOfFamilies().Select(one =>
                    new FamilyImportanceDocument(one.Name, isLog ? one.Own : null, Points * one.Points)),
            ],
            Interactions = report.Interactions is { } interactions
                ? new(interactions.Scale.Name(), interactions.Features, interactions.Amounts,
                    [.. interactions.Pairs().Select(pair => new InteractionPairDocument(pair.First, pair.Second, pair.Amount))])
                : null,
        });
    }

    private static ExplainedOriginDocument Document(ExplainedForecast one) => new(
        one.Origin, one.Variance, Math.Sqrt(one.Variance), ExplanationDocuments.Of(one.Reasons, one.InVolatility));
}
