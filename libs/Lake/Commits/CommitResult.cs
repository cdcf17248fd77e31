using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>What a commit did.</summary>
/// <param name="Manifest">The present snapshot.</param>
/// <param name="Written">Paths of the files whose bytes changed.</param>
/// <param name="Removed">Paths of the files that were deleted.</param>
/// <param name="HasChanged">Whether the snapshot changed; false where content and inputs were stored already.</param>
/// <param name="Report">The validation of the given rows; its warnings did not stop the commit.</param>
public sealed record CommitResult(
    Manifest Manifest, IReadOnlyList<string> Written, IReadOnlyList<string> Removed, bool HasChanged, ValidationReport Report)
{
    /// <summary>Years that were encoded; those whose rows equal the stored ones are not.</summary>
    public int EncodedYears { get; init; }
}
