using Volcast.Lake.Stores;

namespace Volcast.Lake.S3;

/// <summary>Whether a server refuses a put whose condition does not hold. Some servers ignore the conditions, and then two runs
/// could write one symbol at the same time.</summary>
public static class ConditionalPuts
{
    /// <summary>An object that is put once and stays. Its name begins with a dot, so it is not listed.</summary>
    private const string Probe = ".volcast-conditional";

    /// <summary>Refuses a server that ignores conditions. Costs one request, and two the first time.</summary>
    /// <exception cref="LakeException">It ignores them, or cannot be written.</exception>
    public static async Task RequireAsync(IObjectStore store, CancellationToken cancellationToken = default)
    {
        if (await IsRefusedAsync(store, cancellationToken) || await IsRefusedAsync(store, cancellationToken))
            return;
        throw new LakeException(
            $"The server of {store.Description} ignores the condition If-None-Match, so two runs could overwrite each other's "
            + "rows. Use a server with conditional puts, such as AWS S3 or Ceph, or a folder.");
    }

    private static async Task<bool> IsRefusedAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(Probe, "conditional\n"u8.ToArray(), PutCondition.IfNoneMatch, cancellationToken);
            return false;
        }
        catch (PutConditionException)
        {
            return true;
        }
    }
}
