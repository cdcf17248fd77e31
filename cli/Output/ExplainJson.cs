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
    public static void Write(Terminal terminal, ExplainReport report)
    {
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
            FeatureImportance = ImportanceDocuments.OfFeatures(report.Origins),
            FamilyImportance = ImportanceDocuments.OfFamilies(report.Origins),
            Change = report.Since is { } since
                ? ExplanationChangeDocuments.Of(
                    since.Origin, isStored: false, report.Version, since.Reasons, report.Origins[^1].Reasons)
                : null,
            Interactions = report.Interactions is { } interactions
                ? new(interactions.Scale.Name(), interactions.Features, interactions.Amounts,
                    [.. interactions.Pairs().Select(pair => new InteractionPairDocument(pair.First, pair.Second, pair.Amount))])
                : null,
        });
    }

    private static ExplainedOriginDocument Document(ExplainedForecast one) => new(
        one.Origin, one.Variance, Math.Sqrt(one.Variance), ExplanationDocuments.Of(one.Reasons, one.InVolatility));
}
