using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Lake.Tests;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.S3.Tests;

/// <summary>
/// Writes two symbols through a proxy that plants random faults, until there were enough of them, and writes the same rows to a
/// store in memory. A command that fails is run again, as its message says.
/// </summary>
/// <param name="seed">Chooses the faults and the rows.</param>
/// <param name="faults">How many to plant.</param>
internal sealed class Faults(int seed, int faults)
{
    /// <summary>The share of requests that go wrong.</summary>
    private const double Chance = .3;

    private const int Years = 3;
    private static readonly Fault[] Kinds = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];
    private static readonly TableSchema Table = CuratedMarketTable.Schema;
    private readonly Random random = new(seed);

    /// <summary>Commands that failed and were run again.</summary>
    public int Repeated { get; private set; }

    public int Commits { get; private set; }

    /// <summary>The faults of each kind.</summary>
    public IReadOnlyDictionary<Fault, int> Planted { get; private set; } = new Dictionary<Fault, int>();

    /// <returns>What differs in the end; empty if nothing does.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        using var bucket = await S3Bucket.CreateAsync();
        await using var proxy = new FaultProxy(S3Server.Instance.Endpoint);
        proxy.Choose = (_, _) =>
        {
            lock (random)
                return proxy.Faults < faults && random.NextDouble() < Chance ? Kinds[random.Next(Kinds.Length)] : Fault.None;
        };
        using var store = bucket.Open(S3Bucket.Options with
        {
            Endpoint = proxy.Address,
            FirstPause = TimeSpan.FromMilliseconds(5),
            LongestPause = TimeSpan.FromMilliseconds(40),
            AttemptTimeout = TimeSpan.FromMilliseconds(600),
        });
        var expected = new MemoryObjectStore();
        for (var round = 0; proxy.Faults < faults; round++)
            foreach (var symbol in (Symbol[])[Sample.Spy, Sample.Vix])
            {
                // The year that changes moves, so that files are created, replaced and removed.
                var from = new DateOnly(2018 + round % Years, 12, 3);
                var frame = Sample.Curated(symbol, from, from.AddMonths(1 + round % 3), shift: round);
                await CommitAsync(expected, new SingleLease(round), symbol, frame);
                await RepeatAsync(() => CommitAsync(
                    store, new ConditionalLeaseStore(store, new() { Duration = TimeSpan.FromSeconds(3) }), symbol, frame));
                Commits++;
            }
        Planted = Kinds.ToDictionary(kind => kind, proxy.Count);
        using var direct = bucket.Open();
        return Differences(await LakeContent.OfAsync(expected), await LakeContent.OfAsync(direct));
    }

    private async Task RepeatAsync(Func<Task> command)
    {
        for (var attempt = 0; ; attempt++)
            try
            {
                await command();
                return;
            }
            catch (LakeException) when (attempt < 20)
            {
                Repeated++;
            }
    }

    private static async Task CommitAsync(IObjectStore store, ILeaseStore leases, Symbol symbol, ColumnFrame frame)
    {
        await using var lake = await DataLake.OpenForWritingAsync(store, DataKind.Real, leases);
        await lake.CommitAsync(Table, symbol, frame);
    }

    private static string[] Differences(IReadOnlyList<string> expected, IReadOnlyList<string> found) =>
    [
        .. expected.Except(found).Select(line => $"lacks {line}"), .. found.Except(expected).Select(line => $"has {line}"),
    ];

    /// <summary>Leases of the store in memory, with tokens as in a bucket.</summary>
    private sealed class SingleLease(int round) : ILeaseStore
    {
        public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken = default) =>
            Task.FromResult<ILease>(new Lease(round + 1));

        private sealed class Lease(long token) : ILease
        {
            public long? Token => token;

            public bool WasAbandoned => false;

            public bool IsLost => false;

            public ValueTask DisposeAsync() => default;
        }
    }
}
