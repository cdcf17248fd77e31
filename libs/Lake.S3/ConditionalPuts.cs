using Volcast.Lake.Stores;

namespace Volcast.Lake.S3;

/// <summary>Whether a server refuses a put whose condition does not hold. Some servers ignore If-None-Match, by which the first
/// lease and manifest of a symbol are put, or If-Match, by which they are replaced. Two runs could then write one symbol at the
/// same time.</summary>
public static class ConditionalPuts
{
    /// <summary>An object that is put once and stays. Its name begins with a dot, so it is not listed.</summary>
    private const string Probe = ".volcast-conditional";

    /// <summary>An ETag that no object has.</summary>
    private static readonly string Foreign = new('0', 32);

    /// <summary>Refuses a server that ignores a condition. It puts twice, and three times where nobody has put
    /// before.</summary>
    /// <exception cref="LakeException">It ignores one, or cannot be written.</exception>
    public static async Task RequireAsync(IObjectStore store, CancellationToken cancellationToken = default)
    {
        // The first put creates the object where it does not exist yet.
        if (!await IsRefusedAsync(store, PutCondition.IfNoneMatch, cancellationToken)
            && !await IsRefusedAsync(store, PutCondition.IfNoneMatch, cancellationToken))
            throw Ignores(store, "If-None-Match");
        if (!await IsRefusedAsync(store, PutCondition.IfMatch(Foreign), cancellationToken))
            throw Ignores(store, "If-Match");
    }

    private static LakeException Ignores(IObjectStore store, string condition) => new(
        $"The server of {store.Description} ignores the condition {condition}, so two runs could overwrite each other's "
        + "rows. Use a server with conditional puts, such as AWS S3 or Ceph, or a folder.");

    private static async Task<bool> IsRefusedAsync(
        IObjectStore store, PutCondition condition, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(Probe, "conditional\n"u8.ToArray(), condition, cancellationToken);
            return false;
        }
        catch (PutConditionException)
        {
            return true;
        }
    }
}
