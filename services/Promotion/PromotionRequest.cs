using Volcast.Registry;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>Which version to promote.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Version">Its number, or an alias.</param>
public sealed record PromotionRequest(string Model, string Version = RegistryTags.Challenger)
{
    /// <summary>The reason to promote the version even if its gate refuses it; null, the default, leaves the decision to the
    /// gate.</summary>
    public string? ForcedBecause { get; init; }

    /// <summary>The person or service that promotes, for the record; null if it is not known.</summary>
    public string? Actor { get; init; }

    /// <summary>The limits of the gates.</summary>
    public PromotionLimits Limits { get; init; } = new();

    /// <summary>Seed of the trees, where recipes need new walk-forwards.</summary>
    public int Seed { get; init; }

    /// <summary>Folds fitted in parallel; by default the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
