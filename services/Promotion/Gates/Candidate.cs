using Volcast.Lake;

namespace Volcast.Services.Promotion.Gates;

/// <summary>What every gate checks of a version, whatever its recipe: intact files, known inputs, and the right kind of
/// data.</summary>
public sealed record Candidate
{
    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The version's number.</summary>
    public required int Version { get; init; }

    /// <summary>The champion's number; null if there is no champion.</summary>
    public required int? Champion { get; init; }

    /// <summary>What is wrong with the model's files; null if they are those that were registered and this build loads
    /// them.</summary>
    public required string? Damage { get; init; }

    /// <summary>The tables that training reads and whose digest the version's run does not name.</summary>
    public required IReadOnlyList<string> InputsWithoutDigest { get; init; }

    /// <summary>The kind of data that the version was trained on; null if it is not recorded.</summary>
    public required DataKind? DataKind { get; init; }

    /// <summary>The kind of data that it would forecast: the lake's, or else the champion's; null without either.</summary>
    public required DataKind? ExpectedDataKind { get; init; }

    /// <summary>The last session that the search of its parameters read; null if they were not searched.</summary>
    public DateOnly? SearchedTo { get; init; }

    /// <summary>Whether its parameters differ from the shipped ones, and no tag says up to which session they were
    /// searched.</summary>
    public bool IsSearchUnknown { get; init; }

    /// <summary>The number of models that were tested on the same origins when its recipe was chosen in place of the shipped one;
    /// 1 if it was not chosen so.</summary>
    public int ChosenByTests { get; init; } = 1;

    internal PromotionVerdict Verdict(PromotionGateKind gate, IEnumerable<PromotionCheck> further) => new()
    {
        Model = Model,
        Version = Version,
        Champion = Champion,
        DataKind = DataKind?.Name() ?? "",
        Gate = gate,
        SearchedTo = SearchedTo,
        Checks = [Artifact(), InputDigests(), KindOfData(), .. further],
    };

    private PromotionCheck Artifact() => new("artifact", Damage is null ? CheckStatus.Passed : CheckStatus.Failed,
        Damage ?? "The model's files have their registered digests, and this build loads the model.")
    {
        MayBeForced = false,
    };

    private PromotionCheck InputDigests() => PromotionCheck.Of("input_digests", InputsWithoutDigest.Count, null, 0,
        InputsWithoutDigest.Count == 0
            ? "The run names the digest of every table that the model was trained on."
            : $"The run does not name the digest of {string.Join(" and ", InputsWithoutDigest)}, "
                + "which the model was trained on.");

    private PromotionCheck KindOfData()
    {
        var own = DataKind?.Name() ?? "unrecorded";
        return ExpectedDataKind is not { } expected
            ? PromotionCheck.NotApplicable("data_kind",
                $"The model was trained on {own} data. There is neither a lake nor a champion here whose data could differ.")
            : new("data_kind", DataKind == expected ? CheckStatus.Passed : CheckStatus.Failed, DataKind == expected
                ? $"The model was trained on {own} data, and {own} data is what it will forecast."
                : $"The model was trained on {own} data and would forecast {expected.Name()} data.")
            {
                MayBeForced = false,
            };
    }
}
