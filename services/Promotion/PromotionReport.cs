using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>What a request to promote or to roll back decided.</summary>
public enum PromotionDecision
{
    /// <summary>The version passed its gate and is the champion now.</summary>
    Promoted,

    /// <summary>The version was refused by its gate, and is the champion because a person gave a reason.</summary>
    Forced,

    /// <summary>The version was refused; the champion is unchanged.</summary>
    Refused,

    /// <summary>The version was the champion already, or there is no challenger: nothing was done.</summary>
    NothingToDo,

    /// <summary>The previous champion is the champion again.</summary>
    RolledBack,
}

/// <summary>The result of a request to promote or to roll back.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Champion">The champion's number after the request; null if there is none.</param>
/// <param name="PreviousChampion">The champion's number before the request; null if there was none.</param>
public sealed record PromotionReport(string Model, PromotionDecision Decision, int? Champion, int? PreviousChampion)
{
    /// <summary>The gate's verdict; null if no gate judged a version.</summary>
    public PromotionVerdict? Verdict { get; init; }

    /// <summary>The reason that a person gave; null if none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>The person or service that asked for it; null if it is not known or there was nothing to do.</summary>
    public string? Actor { get; init; }

    /// <summary>The run that stores the verdict; null if there is no verdict.</summary>
    public string? RunId { get; init; }

    /// <summary>Since when the champion has been the champion; null if there is none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why a refused version could not be forced; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>What an earlier interrupted run or another tool had left inconsistent, and was repaired first.</summary>
    public required AliasRepair Repaired { get; init; }
}
