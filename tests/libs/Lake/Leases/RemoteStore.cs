using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests.Leases;

/// <summary>The connection of one client to the store.</summary>
/// <param name="Latency">The longest one-way delay of a successful operation.</param>
/// <param name="PauseChance">The share of operations before which the client pauses.</param>
/// <param name="LongestPause">The longest pause.</param>
/// <param name="LostAnswerChance">The share of puts that take effect but lose their response, so that they are sent
/// again.</param>
/// <param name="KillAt">The operation in which the client is killed; null if it is not killed.</param>
internal sealed record ClientBehaviour(
    TimeSpan Latency, double PauseChance, TimeSpan LongestPause, double LostAnswerChance, int? KillAt);

/// <summary>
/// A client's view of an object store over HTTP, without operating-system locks: each operation takes effect at one random moment
/// between its request and its response. A killed client's last request may still arrive later.
/// </summary>
internal sealed class RemoteStore(RecordedStore inner, VirtualTime time, Random random, ClientBehaviour behaviour)
    : IObjectStore
{
    private int operations;
    private long pausedUntil;
    private bool isKilled;

    public string Description => "remote";

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        RunAsync(() => inner.GetAsync(key, cancellationToken));

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
            CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            var etag = await inner.PutAsync(this, key, content, condition);
            if (condition == default || random.NextDouble() >= behaviour.LostAnswerChance)
                return etag;
            await Task.Delay(Upto(10 * behaviour.Latency), time);
            return await inner.PutAsync(this, key, content, condition);
        });

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        RunAsync(() => inner.ListAsync(prefix, cancellationToken));

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            await inner.DeleteAsync(key, cancellationToken);
            return true;
        });

    private async Task<T> RunAsync<T>(Func<Task<T>> operation)
    {
        var isLast = ++operations == behaviour.KillAt;
        if (isKilled)
            throw new StoppedException();
        if (random.NextDouble() < behaviour.PauseChance)
            pausedUntil = Math.Max(pausedUntil, time.GetTimestamp() + Upto(behaviour.LongestPause).Ticks);
        while (pausedUntil > time.GetTimestamp())
            await Task.Delay(TimeSpan.FromTicks(pausedUntil - time.GetTimestamp()) + TimeSpan.FromMilliseconds(1), time);
        if (isLast)
            await DieAsync(operation);
        await Task.Delay(Upto(behaviour.Latency), time);
        var (result, refused) = await AttemptAsync(operation);
        await Task.Delay(Upto(behaviour.Latency), time);
        if (isKilled)
            throw new StoppedException();
        return refused is null ? result! : throw refused;
    }

    /// <summary>The request is never sent, or takes effect now, or much later.</summary>
    private async Task DieAsync<T>(Func<Task<T>> operation)
    {
        isKilled = true;
        var fate = random.Next(3);
        if (fate == 1)
            await AttemptAsync(operation);
        else if (fate == 2)
            inner.UnderWay.Add(LaterAsync());
        throw new StoppedException();

        async Task LaterAsync()
        {
            await Task.Delay(Upto(10 * behaviour.LongestPause), time);
            await AttemptAsync(operation);
        }
    }

    private static async Task<(T? Result, PutConditionException? Refused)> AttemptAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return (await operation(), null);
        }
        catch (PutConditionException refused)
        {
            return (default, refused);
        }
    }

    private TimeSpan Upto(TimeSpan longest) => longest * random.NextDouble();
}
