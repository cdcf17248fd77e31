using Volcast.Lake.Leases;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Upgrades;

/// <summary>Upgrades a lake of an earlier version in place, step by step. The last write of a step puts <c>lake.json</c> with
/// the step's version, so that a lake never states a version that its tables do not have. docs/lake.md describes each
/// version.</summary>
internal static class LakeUpgrades
{
    /// <summary>The lease under which a lake is created or upgraded. No symbol begins with an underscore.</summary>
    internal const string Lease = "_lake";

    private static readonly IReadOnlyList<LakeUpgrade> Steps = [new(2, LateForecasts.RelabelAsync)];

    /// <returns>Null if another writer has upgraded the lake in the meantime.</returns>
    /// <exception cref="LakeException">A symbol cannot be upgraded, for example because one of its files is damaged. The lake
    /// keeps its version.</exception>
    internal static async Task<LakeUpgradeReport?> RunAsync(
        DataLake lake, ILeaseStore leases, CancellationToken cancellationToken)
    {
        await using var lease = await leases.AcquireAsync(Lease, cancellationToken);
        if (await LakeDescription.ReadAsync(lake.Store, cancellationToken) is not var (description, etag))
            throw new LakeException($"{LakePaths.Description} of the lake {lake.Store.Description} has been deleted. "
                + LakeDescription.Advice);
        var from = description.Version;
        var changes = new List<string>();
        foreach (var step in Steps.Where(step => step.To > from))
        {
            changes.AddRange(await step.RunAsync(lake, cancellationToken));
            description = description with { Version = step.To };
            etag = await PutAsync(lake.Store, description, etag, cancellationToken);
        }
        return description.Version == from ? null : new(from, description.Version, changes);
    }

    private static async Task<string> PutAsync(
        IObjectStore store, LakeDescription description, string etag, CancellationToken cancellationToken)
    {
        try
        {
            return await store.PutAsync(
                LakePaths.Description, description.ToJson(), PutCondition.IfMatch(etag), cancellationToken);
        }
        catch (PutConditionException)
        {
            // The put may have taken effect although its response was lost.
            if (await LakeDescription.ReadAsync(store, cancellationToken) is var (stored, present) && stored == description)
                return present;
            throw;
        }
    }
}
