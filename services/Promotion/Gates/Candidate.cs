namespace Volcast.Services.Promotion.Gates;

/// <summary>What every candidate is asked, whatever its recipe: whether it is whole and belongs here.</summary>
public sealed record Candidate
{
    public required string Model { get; init; }
    public required int Version { get; init; }

    /// <summary>The version in charge; null where there is none.</summary>
    public required int? Champion { get; init; }

    /// <summary>What is wrong with its files; null where they are those that were registered and this build loads them.</summary>
    public required string? Damage { get; init; }

    /// <summary>The tables whose digest its run ought to name and does not.</summary>
    public required IReadOnlyList<string> UnnamedInputs { get; init; }

    /// <summary>REAL or SIMULATED, as it says of itself; empty where it does not say.</summary>
    public required string Market { get; init; }

    /// <summary>What it is to forecast: the market of the lake, or else the champion's; null where neither is there.</summary>
    public required string? MarketHere { get; init; }

    internal PromotionVerdict Verdict(PromotionGateKind gate, IEnumerable<PromotionCheck> further) => new()
    {
        Model = Model,
        Version = Version,
        Champion = Champion,
        Market = Market,
        Gate = gate,
        Checks = [.. Checks(), .. further],
    };

    private IEnumerable<PromotionCheck> Checks()
    {
        yield return new("artifact", Damage is null ? CheckStatus.Passed : CheckStatus.Failed,
            Damage ?? "Every file of the model is the one that was registered, and it loads.")
        {
            MayBeForced = false,
        };
        yield return PromotionCheck.Of("input_digests", UnnamedInputs.Count, null, 0, UnnamedInputs.Count == 0
            ? "The digest of every table that it learnt from is known."
            : $"The digest of {string.Join(" and ", UnnamedInputs)}, from which it learnt, is not known.");
        yield return MarketHere is null
            ? PromotionCheck.NotApplicable(
                "market", $"It learnt from {Market} data, and there is nothing here to hold that against.")
            : new("market", Market == MarketHere ? CheckStatus.Passed : CheckStatus.Failed, Market == MarketHere
                ? $"It learnt from {Market} data, as it is to forecast."
                : $"It learnt from {(Market.Length > 0 ? Market : "unnamed")} data and is to forecast {MarketHere} data.")
            {
                MayBeForced = false,
            };
    }
}
