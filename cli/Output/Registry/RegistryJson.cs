using System.Text.Json;
using Volcast.ApiContract.CommandLine;
using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Promotion.Versions;

namespace Volcast.Cli.Output.Registry;

/// <summary>The documents of the registry commands' <c>--json</c>.</summary>
internal static class RegistryJson
{
    public static ListedVersionDocument Document(VersionRow row) => new(
        VersionDocuments.Of(row.Version), row.QlikeToHar, row.Version.Tags.GetValueOrDefault(RegistryTags.Verdict));

    public static VersionPageDocument Document(VersionPage page, IEnumerable<string> verdicts)
    {
        var (registered, version) = (page.Registered, page.Registered.Version);
        return new()
        {
            Version = VersionDocuments.Of(version),
            ArtifactUri = version.Source,
            Damage = registered.Model.Reason,
            FittedRecipe = new(
                registered.Recipe.Name, registered.Recipe.Revision, registered.Recipe.Parameters, registered.Recipe.Inputs),
            TrainingRows = registered.TrainingRows,
            InputDigests = registered.InputDigests,
            Parameters = registered.Run?.Params,
            Metrics = registered.Run?.Metrics.ToDictionary(
                metric => metric.Key, metric => DocumentJson.Number(metric.Value[^1].Value)),
            Verdicts = [.. verdicts.Select(json => JsonSerializer.Deserialize<JsonElement>(json))],
            ChampionTenures = VersionDocuments.Tenures(page.History, page.Versions),
            Files =
            [
                .. page.Files.Paths.Select(path => new ArtifactDocument(
                    path, page.Files[path].Length, page.Files.DigestOf(path))),
            ],
        };
    }

    /// <param name="compared">The two versions.</param>
    /// <param name="differences">Parameters, inputs and digests that differ.</param>
    public static ComparisonDocument Document(
        VersionComparison compared, IEnumerable<(string Name, string? A, string? B)> differences) => new(
        VersionDocuments.Of(compared.First.Version), VersionDocuments.Of(compared.Second.Version),
        compared.First.Recipe.IsRefitOf(compared.Second.Recipe),
        compared.Scores.Value is { } scores ? Document(scores) : null,
        compared.Scores.Reason,
        compared.Change.Value is { Sessions: > 0 } change
            ? new(change.Sessions, change.Mean, change.Largest, change.Shift)
            : null,
        compared.Change.Reason,
        [.. differences.Select(difference => new DifferenceDocument(difference.Name, difference.A, difference.B))]);

    private static ComparedScoresDocument Document(PairedScores scores) => new()
    {
        OriginCount = scores.N,
        First = scores.From,
        Last = scores.To,
        QlikeA = DocumentJson.Number(scores.Qlike),
        QlikeB = DocumentJson.Number(scores.OtherQlike),
        QlikeRatio = DocumentJson.Number(scores.Ratio),
        QlikeRatioInterval = scores.Comparison?.Ratio.Interval.Value is { } interval
            ? new(.9, interval.Lower, interval.Upper)
            : null,
        DieboldMarianoStatistic = DocumentJson.Number(scores.Comparison?.DieboldMariano.Statistic),
        DieboldMarianoPValue = DocumentJson.Number(scores.Comparison?.DieboldMariano.PValue),
        OneSidedPValueOfB = DocumentJson.Number(scores.OneSidedPValue),
        Coverage80A = DocumentJson.Number(scores.Coverage80),
        Coverage80B = DocumentJson.Number(scores.OtherCoverage80),
    };

    public static PromotionDocument Document(PromotionReport report) => new()
    {
        Model = report.Model,
        Outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{report.Decision}"),
        ChampionVersion = report.Champion,
        PreviousChampionVersion = report.PreviousChampion,
        PromotedAt = report.Since?.ToUniversalTime(),
        Reason = report.Reason,
        RequestedBy = report.Actor,
        VerdictRunId = report.RunId,
        Verdict = report.Verdict is { } verdict ? JsonSerializer.Deserialize<JsonElement>(verdict.ToJson()) : null,
        Note = report.Note,
        Repairs = report.Repaired.Sentences,
    };

    public static TransferDocument Document(TransferResult result, RegistryAddress source, RegistryAddress target) => new(
        result.Source.Model, $"{source}", result.Source.Number, $"{target}", result.Copy.Number, result.Created, result.Aliases);
}
