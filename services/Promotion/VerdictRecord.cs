using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Volcast.Registry;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>A verdict as the registry keeps it: a run of its own with the whole as JSON and in words, and on the version a line
/// and the run's id. The same verdict is one run, however often it is given.</summary>
/// <param name="Verdict">What the gate said.</param>
/// <param name="Outcome">What followed.</param>
/// <param name="ForcedBecause">The reason of whoever did not leave it to the gate; null where nobody did.</param>
public sealed record VerdictRecord(PromotionVerdict Verdict, PromotionOutcome Outcome, string? ForcedBecause)
{
    /// <summary>Among the run's artifacts.</summary>
    public const string JsonPath = "verdict.json";

    /// <summary>Among the run's artifacts.</summary>
    public const string WordsPath = "verdict.txt";

    /// <summary>Ids that a version's tag holds at most; older verdicts stay as runs of the experiment.</summary>
    private const int Kept = 100;

    private const int LongestSummary = 2000;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string RunId => Run.IdFrom(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json))));

    private string Json
    {
        get
        {
            var document = JsonNode.Parse(Verdict.ToJson())!.AsObject();
            document["outcome"] = Outcome.ToString().ToLowerInvariant();
            document["forced_because"] = Outcome == PromotionOutcome.Forced ? ForcedBecause : null;
            return document.ToJsonString(Indented) + "\n";
        }
    }

    internal async Task WriteAsync(IModelRegistry registry, ModelVersion version, DateTimeOffset now, CancellationToken stop)
    {
        var words = Verdict.InWords() + (Outcome == PromotionOutcome.Forced ? $"  Promoted by force: {ForcedBecause}\n" : "");
        await registry.RecordRunAsync(
            RunAt(now), ArtifactFolder.Empty.With(JsonPath, Json).With(WordsPath, words), stop);
        var known = version.Tags.GetValueOrDefault(RegistryTags.VerdictRuns, "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await registry.SetVersionTagAsync(version.Model, version.Number, RegistryTags.VerdictRuns,
            string.Join(' ', known.Where(id => id != RunId).Append(RunId).TakeLast(Kept)), stop);
        var summary = $"{now.UtcDateTime:yyyy-MM-dd} {Verdict.Summary}";
        await registry.SetVersionTagAsync(version.Model, version.Number, RegistryTags.Verdict,
            summary.Length <= LongestSummary ? summary : summary[..LongestSummary], stop);
    }

    private Run RunAt(DateTimeOffset now) => new()
    {
        Id = RunId,
        Experiment = Verdict.Model,
        Name = $"verdict on version {Verdict.Version}: {Outcome.ToString().ToLowerInvariant()}",
        StartTime = now,
        EndTime = now,
        Params = new Dictionary<string, string>
        {
            ["version"] = $"{Verdict.Version}",
            ["champion"] = Verdict.Champion is { } champion ? $"{champion}" : "none",
            ["gate"] = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{Verdict.Gate}"),
            ["outcome"] = Outcome.ToString().ToLowerInvariant(),
        },
        Metrics = Verdict.Checks.Where(check => check.Number is not null).ToDictionary(
            check => check.Name,
            IReadOnlyList<MetricPoint> (check) => [new MetricPoint(check.Number!.Value, now)]),
        Tags = new Dictionary<string, string> { [RegistryTags.Market] = Verdict.Market },
    };
}
