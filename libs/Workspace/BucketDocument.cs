using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Stores;

namespace Volcast.Workspace;

/// <summary>A small document as an object of a store that several machines write.</summary>
internal static class BucketDocument
{
    private const int Attempts = 10;

    /// <param name="store">Its place.</param>
    /// <param name="key">Its key; the object need not exist.</param>
    public static StoredDocument Of(IObjectStore store, string key) => new(
        $"{store.Description}/{key}",
        () => Run(() => store.GetAsync(key))?.Content,
        () => Run(() => store.StampAsync(key)) ?? "no object",
        next => Run(async () =>
        {
            await ChangeAsync(store, key, next);
            return true;
        }));

    /// <summary>Puts what follows from the present content, on the condition that it still is the present content.</summary>
    private static async Task ChangeAsync(IObjectStore store, string key, Func<byte[]?, byte[]?> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            var present = await store.GetAsync(key);
            if (next(present?.Content) is not { } content)
                return;
            try
            {
                await store.PutAsync(
                    key, content, present is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(present.ETag));
                return;
            }
            catch (PutConditionException) when (attempt < Attempts)
            {
                // Another writer was faster: its content is the present one now.
            }
        }
    }

    /// <summary>Documents are read by code that is not asynchronous, at most once a second.</summary>
    private static T Run<T>(Func<Task<T>> work)
    {
        try
        {
            return Task.Run(work).GetAwaiter().GetResult();
        }
        catch (LakeException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }
}
