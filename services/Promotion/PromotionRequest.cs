using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>Which version is to be put in charge.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Version">Its number, or an alias.</param>
public sealed record PromotionRequest(string Model, string Version = RegistryTags.Challenger)
{
    /// <summary>Why a version is put in charge even if its gate refuses it; null, the default, leaves it to the gate.</summary>
    public string? ForcedBecause { get; init; }

    public PromotionLimits Limits { get; init; } = new();

    /// <summary>Of the trees, where recipes have to be walked forward again.</summary>
    public int Seed { get; init; }

    /// <summary>Folds fitted at once.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>How a request to promote or to roll back ended.</summary>
public enum PromotionOutcome
{
    /// <summary>The version passed its gate and is champion.</summary>
    Promoted,

    /// <summary>It did not pass, and is champion since somebody gave a reason.</summary>
    Forced,

    /// <summary>It did not pass, and all is as it was.</summary>
    Refused,

    /// <summary>It was champion before, or nobody waits to be: nothing was to be done.</summary>
    NothingToDo,

    /// <summary>The champion before is champion again.</summary>
    RolledBack,
}

/// <summary>What a request to promote or to roll back did.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Champion">The number of the version in charge now; null where none is.</param>
/// <param name="Before">The number of the version that was; null where none was.</param>
public sealed record PromotionReport(string Model, PromotionOutcome Outcome, int? Champion, int? Before)
{
    /// <summary>Null where none was needed.</summary>
    public PromotionVerdict? Verdict { get; init; }

    /// <summary>Why, where a person decided.</summary>
    public string? Reason { get; init; }

    /// <summary>The run that keeps the verdict; null where there is none.</summary>
    public string? RunId { get; init; }

    /// <summary>Since when the champion is; null where none is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why a passed verdict was no matter of force, or a refused one could not be forced; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>What was repaired before anything was done.</summary>
    public required AliasRepair Repaired { get; init; }
}
