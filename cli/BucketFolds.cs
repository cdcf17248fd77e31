using Volcast.Evaluation;
using Volcast.Files;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Stores;
using Volcast.Workspace;

namespace Volcast.Cli;

/// <summary>The fold files of data in a bucket: a temporary folder of this machine, with a copy of each file in the bucket, so
/// that a run resumes on another machine.</summary>
/// <param name="store">The place of the copies.</param>
/// <param name="note">Receives one sentence if a copy fails. The run goes on: it does not need the copies.</param>
internal sealed class BucketFolds(IObjectStore store, Action<string> note)
{
    private int failures;

    /// <param name="place">The place of the data in the bucket.</param>
    /// <param name="settings">Those of the bucket.</param>
    /// <param name="note">Receives one sentence if a copy fails.</param>
    public static FoldStore Open(string place, Settings settings, Action<string> note)
    {
        var folds = new BucketFolds(ObjectStores.Open(ObjectStores.Below(place, "folds"), settings), note);
        return new(
            Path.Combine(Path.GetTempPath(), $"volcast-folds-{Digest.Prefix(Digest.Of(place))}"),
            new(folds.Load, folds.Store, folds.Remove));
    }

    private List<(string Name, byte[] Content)> Load(string run) => Try(async () =>
    {
        var files = new List<(string Name, byte[] Content)>();
        foreach (var key in await store.ListAsync($"{run}/"))
            if (await store.GetAsync(key) is { } stored)
                files.Add((key[(run.Length + 1)..], stored.Content));
        return files;
    }) ?? [];

    private void Store(string run, string name, byte[] content) => Try(() => store.PutAsync($"{run}/{name}", content));

    private void Remove(string run) => Try(async () =>
    {
        foreach (var key in await store.ListAsync($"{run}/"))
            await store.DeleteAsync(key);
        return "";
    });

    private T? Try<T>(Func<Task<T>> work)
        where T : class
    {
        try
        {
            return Task.Run(work).GetAwaiter().GetResult();
        }
        catch (LakeException failure)
        {
            if (Interlocked.Increment(ref failures) == 1)
                note($"warning: the finished folds are not copied to the bucket, so only this machine can resume this run: "
                    + failure.Message);
            return null;
        }
    }
}
