using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Lake.Upgrades;

namespace Volcast.Lake;

/// <summary>The creation of a lake: its description is written before its first table.</summary>
internal static class LakeCreation
{
    /// <summary>The description of the lake in a store; null if the store holds no lake yet.</summary>
    /// <exception cref="LakeException">The store holds tables without a description.</exception>
    public static async Task<LakeDescription?> FindAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        if (await LakeDescription.ReadAsync(store, cancellationToken) is var (description, _))
            return description;
        if (await FirstTableAsync(store, cancellationToken) is not { } table)
            return null;
        // Another writer may have created the lake and a table since the first read.
        if (await LakeDescription.ReadAsync(store, cancellationToken) is var (createdMeanwhile, _))
            return createdMeanwhile;
        throw new LakeException(
            $"{store.Description} holds {table} but no {LakePaths.Description}, which says whether its data are "
            + $"real or simulated. {LakeDescription.Advice}");
    }

    /// <summary>Writes the description.</summary>
    /// <returns>The stored description, which is another writer's if that one was faster.</returns>
    /// <exception cref="LakeException">The store holds tables without a description.</exception>
    public static async Task<LakeDescription> RunAsync(
        IObjectStore store, DataKind kind, ILeaseStore leases, CancellationToken cancellationToken)
    {
        await using var lease = await leases.AcquireAsync(LakeUpgrades.Lease, cancellationToken);
        if (await FindAsync(store, cancellationToken) is { } createdMeanwhile)
            return createdMeanwhile;
        var created = LakeDescription.Of(kind);
        try
        {
            await store.PutAsync(LakePaths.Description, created.ToJson(), PutCondition.IfNoneMatch, cancellationToken);
            return created;
        }
        catch (PutConditionException)
        {
            return (await LakeDescription.ReadAsync(store, cancellationToken))?.Description ?? created;
        }
    }

    private static async Task<string?> FirstTableAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        foreach (var schema in LakeTables.All)
            if ((await store.ListAsync($"{schema.Name}/", cancellationToken)).Any(key => !LakePaths.IsStaged(key)))
                return schema.Name;
        return null;
    }
}
