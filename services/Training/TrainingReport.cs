using Volcast.Evaluation;

namespace Volcast.Services.Training;

/// <summary>The result of a training.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="IsNew">False if the same recipe, data and seed were registered before; then nothing was computed or
/// written.</param>
/// <param name="FirstOrigin">The first forecast origin on which the models were compared; null when nothing was computed.</param>
/// <param name="LastOrigin">The last one.</param>
/// <param name="Scores">A row for each model; empty when nothing was computed.</param>
public sealed record TrainingReport(
    string Model, int Version, bool IsNew, DateOnly? FirstOrigin, DateOnly? LastOrigin, IReadOnlyList<Score> Scores)
{
    /// <summary>The model that the version holds.</summary>
    public required string Recipe { get; init; }

    /// <summary>Why this is not the shipped recipe; null if a person named it, or if nothing spoke against the shipped
    /// one.</summary>
    public string? ChosenBecause { get; init; }

    /// <summary>For a version that was registered before and whose lost or changed files were restored: its aliases; null for a
    /// new version.</summary>
    public IReadOnlyList<string>? RestoredAliases { get; init; }

    /// <summary>The origins that models of the walk-forward skipped, and why.</summary>
    public IReadOnlyList<SkippedOrigins> SkippedOrigins { get; init; } = [];

    /// <summary>Warnings: where the parameters of an earlier refit were reused, the final fit included.</summary>
    public IReadOnlyList<ReusedParameters> ReusedParameters { get; init; } = [];
}
