using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

/// <summary>A store that runs code of the test before its operations; the code can throw.</summary>
internal sealed class UnreliableStore(IObjectStore inner) : IObjectStore
{
    public string Description => inner.Description;

    public Func<Task> OnGet { get; set; } = () => Task.CompletedTask;

    public Func<Task> OnPut { get; set; } = () => Task.CompletedTask;

    public async Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        await OnGet();
        return await inner.GetAsync(key, cancellationToken);
    }

    public async Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        await OnPut();
        return await inner.PutAsync(key, content, condition, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(key, cancellationToken);
}
