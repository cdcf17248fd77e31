using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Lake;
using Volcast.Registry;

namespace Volcast.Services.Promotion.Gates;

/// <summary>Which gate judges a candidate.</summary>
public enum PromotionGateKind
{
    /// <summary>There is no champion yet.</summary>
    FirstVersion,

    /// <summary>The candidate has the champion's recipe, fitted again.</summary>
    Refit,

    /// <summary>The candidate's recipe differs from the champion's in name, revision, parameters or inputs.</summary>
    NewRecipe,
}

/// <summary>The decision of a gate on a candidate, with every check.</summary>
public sealed record PromotionVerdict
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The candidate's number.</summary>
    public required int Version { get; init; }

    /// <summary>The champion's number; null if there was no champion.</summary>
    public required int? Champion { get; init; }

    /// <summary>REAL or SIMULATED; empty where the version does not record it.</summary>
    [JsonPropertyName("market")]
    public required string DataKind { get; init; }

    public required PromotionGateKind Gate { get; init; }

    /// <summary>The last session that the search of the candidate's parameters read; null if they were not searched. No origin up
    /// to it was compared.</summary>
    public DateOnly? SearchedTo { get; init; }

    public required IReadOnlyList<PromotionCheck> Checks { get; init; }

    /// <summary>Whether no check failed.</summary>
    public bool IsPassed => Failed.Count == 0;

    /// <summary>Whether a person may promote the version although it was refused.</summary>
    [JsonIgnore]
    public bool MayBeForced => Failed.All(check => check.MayBeForced);

    [JsonIgnore]
    public IReadOnlyList<PromotionCheck> Failed => [.. Checks.Where(check => check.Status == CheckStatus.Failed)];

    /// <summary>The gate's name in a sentence.</summary>
    [JsonIgnore]
    public string GateDescription => Gate switch
    {
        PromotionGateKind.FirstVersion => "first version",
        PromotionGateKind.Refit => $"refit of version {Champion}'s recipe",
        _ => $"new recipe against version {Champion}'s",
    };

    /// <summary>One line: whether the candidate passed, by which gate, and every failed check.</summary>
    [JsonIgnore]
    public string Summary => TagAt(default).Summary;

    /// <summary>The verdict as the version's tag.</summary>
    /// <param name="now">When the gate judged.</param>
    internal VerdictTag TagAt(DateTimeOffset now) => new(
        DateOnly.FromDateTime(now.UtcDateTime), IsPassed, GateDescription, IsPassed
            ? $"{Checks.Count(check => check.Status == CheckStatus.Passed)} checks passed"
            : string.Join(" ", Failed.Select(check => check.Sentence)));

    /// <summary>The verdict as JSON; equal verdicts give equal text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>The verdict as text: a line for the decision and a line for each check.</summary>
    public string ToText() => string.Concat(
        Checks.Select(check => $"  {Mark(check.Status),-9}{check.Name,-18}{check.Sentence}\n")
            .Prepend($"{Model} version {Version}{(DataKind == Lake.DataKind.Simulated.Name() ? " (SIMULATED)" : "")}: "
                + $"{VerdictTag.WordOf(IsPassed)} as {GateDescription}\n"));

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "FAILED",
        _ => "n/a",
    };
}
