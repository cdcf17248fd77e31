using System.Security.Cryptography;
using System.Text.Json;
using Volcast.ApiContract.CommandLine;
using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Output.Registry;

/// <summary>The documents of the registry commands' <c>--json</c>.</summary>
internal static class RegistryJson
{
    public static ListedVersionDocument Document(VersionRow row) => new(
        VersionDocuments.Of(row.Version), row.QlikeToHar, row.Version.Tags.GetValueOrDefault(RegistryTags.Verdict));

    public static VersionPageDocument Document(VersionPage page, IEnumerable<string> verdicts)
    {
        var (whole, version) = (page.Whole, page.Whole.Version);
        return new()
        {
            Version = VersionDocuments.Of(version),
            ArtifactUri = version.Source,
            Damage = whole.Damage,
            FittedRecipe = new(whole.Recipe.Name, whole.Recipe.Revision, whole.Recipe.Parameters, whole.Recipe.Inputs),
            TrainingRows = whole.TrainingRows,
            InputDigests = whole.InputDigests,
            Parameters = whole.Run?.Params,
            Metrics = whole.Run?.Metrics.ToDictionary(metric => metric.Key, metric => DocumentJson.Number(metric.Value[^1].Value)),
            Verdicts = [.. verdicts.Select(json => JsonSerializer.Deserialize<JsonElement>(json))],
            ChampionTenures = [.. page.History.Tenures.Select(Document)],
            Files =
            [
                .. page.Files.Paths.Select(path => new ArtifactDocument(path, page.Files[path].Length,
                    Convert.ToHexStringLower(SHA256.HashData(page.Files[path].Span)))),
            ],
        };
    }

    public static ComparisonDocument Document(VersionComparison comparison) => new(
        VersionDocuments.Of(comparison.A.Version), VersionDocuments.Of(comparison.B.Version),
        comparison.A.Recipe.IsRefitOf(comparison.B.Recipe),
        comparison.Pair.Scores is { } scores
            ? new()
            {
                OriginCount = scores.N,
                First = scores.From,
                Last = scores.To,
                QlikeA = DocumentJson.Number(scores.Qlike),
                QlikeB = DocumentJson.Number(scores.OthersQlike),
                QlikeRatio = DocumentJson.Number(scores.Ratio),
                QlikeRatioInterval = scores.Comparison?.Ratio is { } ratio && double.IsFinite(ratio.Lower) && double.IsFinite(ratio.Upper)
                    ? new(.9, ratio.Lower, ratio.Upper)
                    : null,
                DieboldMarianoStatistic = DocumentJson.Number(scores.Comparison?.DieboldMariano.Statistic),
                DieboldMarianoPValue = DocumentJson.Number(scores.Comparison?.DieboldMariano.PValue),
                OneSidedPValueOfB = DocumentJson.Number(scores.PValueOfOther),
                Coverage80A = DocumentJson.Number(scores.Coverage80),
                Coverage80B = DocumentJson.Number(scores.OthersCoverage80),
            }
            : null,
        comparison.Pair.WhyNot,
        comparison.Change.Change is { Sessions: > 0 } change
            ? new(change.Sessions, change.Mean, change.Largest, change.Shift)
            : null,
        comparison.Change.WhyNot,
        [.. comparison.Differences().Select(difference => new DifferenceDocument(difference.Name, difference.A, difference.B))]);

    public static PromotionDocument Document(PromotionReport report) => new()
    {
        Model = report.Model,
        Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{report.Outcome}"),
        ChampionVersion = report.Champion,
        PreviousChampionVersion = report.Before,
        PromotedAt = report.Since?.ToUniversalTime(),
        Reason = report.Reason,
        VerdictRunId = report.RunId,
        Verdict = report.Verdict is { } verdict ? JsonSerializer.Deserialize<JsonElement>(verdict.ToJson()) : null,
        Note = report.Note,
        Repairs = report.Repaired.Sentences,
    };

    public static TransferDocument Document(TransferResult result, RegistryAddress source, RegistryAddress target) => new(
        result.Source.Model, $"{source}", result.Source.Number, $"{target}", result.Copy.Number, result.Created, result.Aliases);

    private static ChampionTenureDocument Document(ChampionTenure tenure) =>
        new(tenure.Version, tenure.From.ToUniversalTime(), tenure.To?.ToUniversalTime());
}
