using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Lake.Commits;

/// <summary>A file of one year and its bytes.</summary>
internal sealed record YearFile(ManifestFile File, byte[] Content);

/// <summary>The changes of one commit.</summary>
/// <param name="Table">For example <c>curated.market</c>.</param>
/// <param name="Symbol">The ticker.</param>
/// <param name="Manifest">The new snapshot.</param>
/// <param name="ETag">The ETag of the manifest that it replaces; null if there is none.</param>
/// <param name="ReplacedToken">The token of the manifest that it replaces; null if it has none.</param>
/// <param name="Created">Files at paths that the old snapshot does not have.</param>
/// <param name="Replaced">Files whose bytes differ from the old snapshot's.</param>
/// <param name="Removed">Paths that only the old snapshot has.</param>
internal sealed record CommitPlan(
    string Table, Symbol Symbol, Manifest Manifest, string? ETag, long? ReplacedToken, YearFile[] Created, YearFile[] Replaced,
    string[] Removed)
{
    internal string ManifestPath => LakePaths.Manifest(Table, Symbol);

    internal PutCondition ManifestCondition => ETag is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(ETag);
}
