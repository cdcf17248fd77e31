using Volcast.Lake.S3;
using Volcast.Lake.Stores;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the place in the bucket can be read, listed and written, and whether the server refuses a put whose condition
/// does not hold.</summary>
internal static class BucketCheck
{
    /// <param name="store">The store of the lake.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task<Diagnosis> RunAsync(IObjectStore store, CancellationToken stop)
    {
        var probe = $".volcast-doctor-{Environment.ProcessId}";
        await store.PutAsync(probe, new byte[] { 1 }, cancellationToken: stop);
        await store.GetAsync(probe, stop);
        await store.ListAsync("lake.json", stop);
        await store.DeleteAsync(probe, stop);
        await ConditionalPuts.RequireAsync(store, stop);
        return Diagnosis.Ok($"{store.Description} can be read and written, conditional puts work");
    }
}
