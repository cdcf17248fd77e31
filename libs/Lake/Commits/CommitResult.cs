using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>The result of a commit.</summary>
/// <param name="Manifest">The present snapshot.</param>
/// <param name="Written">Paths of the files whose bytes changed.</param>
/// <param name="Removed">Paths of the files that were deleted.</param>
/// <param name="HasChanged">Whether the snapshot changed; false if the same content and inputs were stored before.</param>
/// <param name="Report">The validation of the given rows; its warnings did not stop the commit.</param>
public sealed record CommitResult(
    Manifest Manifest, IReadOnlyList<string> Written, IReadOnlyList<string> Removed, bool HasChanged, ValidationReport Report)
{
    /// <summary>Years that were encoded. Years whose rows equal the stored ones are not encoded.</summary>
    public int EncodedYears { get; init; }
}
