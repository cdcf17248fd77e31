using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Volcast.Files;
using Volcast.Registry;

namespace Volcast.Services.Promotion.Gates;

/// <summary>A verdict as the registry stores it: a run with the verdict as JSON and as text, and on the version a line and the
/// run's id. Equal verdicts are one run.</summary>
/// <param name="Verdict">The gate's verdict.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="ForcedBecause">The reason to promote in spite of the gate; null if none was given.</param>
/// <param name="Actor">The person or service that asked for the promotion; null if it is not known.</param>
public sealed record VerdictRecord(
    PromotionVerdict Verdict, PromotionDecision Decision, string? ForcedBecause, string? Actor)
{
    /// <summary>The run's artifact with the verdict as JSON.</summary>
    public const string JsonPath = "verdict.json";

    /// <summary>The run's artifact with the verdict as text.</summary>
    public const string TextPath = "verdict.txt";

    /// <summary>The largest number of run ids in a version's tag; older verdicts stay as runs of the experiment.</summary>
    private const int MaximumRunIds = 100;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Why a decision to promote was not carried out: another client made a version champion in the meantime. Null
    /// otherwise.</summary>
    public string? Overtaken { get; init; }

    /// <summary>The same for the verdict before and after it was overtaken: the run then says what happened.</summary>
    public string RunId => Run.IdFrom(Digest.Of((this with { Overtaken = null }).Json));

    private string Outcome => Overtaken is null ? Decision.ToString().ToLowerInvariant() : "overtaken";

    private string Json
    {
        get
        {
            var document = JsonNode.Parse(Verdict.ToJson())!.AsObject();
            document["outcome"] = Outcome;
            if (Overtaken is not null)
                document["overtaken"] = Overtaken;
            document["forced_because"] = Decision == PromotionDecision.Forced ? ForcedBecause : null;
            if (Actor is not null)
                document["requested_by"] = Actor;
            return document.ToJsonString(Indented) + "\n";
        }
    }

    internal async Task WriteAsync(IModelRegistry registry, ModelVersion version, DateTimeOffset now, CancellationToken stop)
    {
        var text = Verdict.ToText() + (Decision == PromotionDecision.Forced ? $"  Promoted by force: {ForcedBecause}\n" : "")
            + (Actor is null ? "" : $"  Requested by {Actor}\n")
            + (Overtaken is null ? "" : $"  Not carried out: {Overtaken}\n");
        await registry.RecordRunAsync(
            RunAt(now), ArtifactFolder.Empty.With(JsonPath, Json).With(TextPath, text), stop);
        var known = version.Tags.GetValueOrDefault(RegistryTags.VerdictRuns, "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await registry.SetVersionTagAsync(version.Model, version.Number, RegistryTags.VerdictRuns,
            string.Join(' ', known.Where(id => id != RunId).Append(RunId).TakeLast(MaximumRunIds)), stop);
        var tag = Verdict.TagAt(now);
        if (Overtaken is not null)
            tag = tag with { Detail = $"{tag.Detail}. Not carried out: {Overtaken}" };
        await registry.SetVersionTagAsync(version.Model, version.Number, RegistryTags.Verdict, $"{tag}", stop);
    }

    private Run RunAt(DateTimeOffset now) => new()
    {
        Id = RunId,
        Experiment = Verdict.Model,
        Name = $"verdict on version {Verdict.Version}: {Outcome}",
        StartTime = now,
        EndTime = now,
        Params = new Dictionary<string, string>
        {
            ["version"] = $"{Verdict.Version}",
            ["champion"] = Verdict.Champion is { } champion ? $"{champion}" : "none",
            ["gate"] = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{Verdict.Gate}"),
            ["outcome"] = Outcome,
        },
        Metrics = Verdict.Checks.Where(check => check.Number is not null).ToDictionary(
            check => check.Name,
            IReadOnlyList<MetricPoint> (check) => [new MetricPoint(check.Number!.Value, now)]),
        Tags = new Dictionary<string, string> { [RegistryTags.DataKind] = Verdict.DataKind },
    };
}
