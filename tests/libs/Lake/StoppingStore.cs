using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

/// <summary>A store whose process is killed at its n-th operation, just before or just after it takes effect.</summary>
internal sealed class StoppingStore(IObjectStore inner, int stopAt = int.MaxValue, bool afterwards = false) : IObjectStore
{
    public string Description => inner.Description;

    public int Operations { get; private set; }

    public int Puts { get; private set; }

    public int Lists { get; private set; }

    /// <summary>Called after each operation that took effect.</summary>
    public Func<Task>? Afterwards { get; init; }

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        RunAsync(() => inner.GetAsync(key, cancellationToken));

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
        CancellationToken cancellationToken = default) =>
        RunAsync(() =>
        {
            Puts++;
            return inner.PutAsync(key, content, condition, cancellationToken);
        });

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        RunAsync(() =>
        {
            Lists++;
            return inner.ListAsync(prefix, cancellationToken);
        });

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) => RunAsync(async () =>
    {
        await inner.DeleteAsync(key, cancellationToken);
        return true;
    });

    private async Task<T> RunAsync<T>(Func<Task<T>> operation)
    {
        Operations++;
        if (Operations > stopAt || Operations == stopAt && !afterwards)
            throw new StoppedException();
        var result = await operation();
        if (Operations == stopAt)
            throw new StoppedException();
        if (Afterwards is not null)
            await Afterwards();
        return result;
    }
}

/// <summary>The process was killed.</summary>
internal sealed class StoppedException : Exception;
