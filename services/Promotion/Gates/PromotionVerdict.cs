using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Services.Promotion.Gates;

/// <summary>By which rules a candidate is judged.</summary>
public enum PromotionGateKind
{
    /// <summary>There is no champion yet.</summary>
    FirstVersion,

    /// <summary>The champion's recipe, fitted anew.</summary>
    Refit,

    /// <summary>Another recipe than the champion's, another release of it or other parameters.</summary>
    NewRecipe,
}

/// <summary>What a gate says of a candidate, and why.</summary>
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

    /// <summary>The version that is judged.</summary>
    public required int Version { get; init; }

    /// <summary>The version in charge; null where there is none.</summary>
    public required int? Champion { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string Market { get; init; }

    public required PromotionGateKind Gate { get; init; }

    public required IReadOnlyList<PromotionCheck> Checks { get; init; }

    /// <summary>Whether no check failed.</summary>
    public bool IsPassed => Failed.Count == 0;

    /// <summary>Whether a person may decide against the verdict.</summary>
    [JsonIgnore]
    public bool MayBeForced => Failed.All(check => check.MayBeForced);

    [JsonIgnore]
    public IReadOnlyList<PromotionCheck> Failed => [.. Checks.Where(check => check.Status == CheckStatus.Failed)];

    /// <summary>The gate's name, for a sentence.</summary>
    [JsonIgnore]
    public string GateInWords => Gate switch
    {
        PromotionGateKind.FirstVersion => "first version",
        PromotionGateKind.Refit => $"refit of version {Champion}'s recipe",
        _ => $"new recipe against version {Champion}'s",
    };

    /// <summary>One line: whether it passed, by which gate, and each reason against it.</summary>
    [JsonIgnore]
    public string Summary => $"{(IsPassed ? "passed" : "refused")} as {GateInWords}: " + (IsPassed
        ? $"{Checks.Count(check => check.Status == CheckStatus.Passed)} checks passed"
        : string.Join(" ", Failed.Select(check => check.Sentence)));

    /// <summary>The whole for programs; the same verdict gives the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>The whole for a person: a line for the verdict and one for each check.</summary>
    public string InWords() => string.Concat(
        Checks.Select(check => $"  {Mark(check.Status),-9}{check.Name,-18}{check.Sentence}\n")
            .Prepend($"{Model} version {Version}{(Market == "SIMULATED" ? " (SIMULATED)" : "")}: "
                + $"{(IsPassed ? "passed" : "refused")} as {GateInWords}\n"));

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "passed",
        CheckStatus.Failed => "FAILED",
        _ => "n/a",
    };
}
