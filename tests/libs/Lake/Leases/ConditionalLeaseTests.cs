using System.Text;
using Volcast.Lake.Leases;

namespace Volcast.Lake.Tests.Leases;

public sealed class ConditionalLeaseTests
{
    private static readonly string Path = LakePaths.Lease("SPY");
    private readonly MemoryObjectStore objects = new();
    private readonly UnreliableStore store;
    private readonly VirtualTime time = new();
    private readonly List<string> waiting = [];

    public ConditionalLeaseTests() => store = new(objects);

    private ConditionalLeaseStore Leases => new(store, new()
    {
        Clock = time,
        Duration = TimeSpan.FromSeconds(30),
        WaitUpTo = TimeSpan.Zero,
        OnWaiting = waiting.Add,
    });

    private Task<ILease> AcquireAsync() => Leases.AcquireAsync("SPY");

    private Task<ILease?> TryAcquireAsync() => Leases.TryAcquireAsync("SPY");

    private Task WaitAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);

    private static Task FailAsync() => throw new LakeException("The store cannot be reached.");

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"token\": 3, \"hol")]
    [InlineData("{\"token\": \"three\"}")]
    public async Task A_damaged_lease_record_stops_the_writer_and_the_message_says_how_to_repair_it(string damaged)
    {
        await store.PutAsync(Path, Encoding.UTF8.GetBytes(damaged));
        var error = await Assert.ThrowsAsync<LakeException>(AcquireAsync);
        Assert.StartsWith($"{Path} is corrupt: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, Encoding.UTF8.GetString(objects.Objects[Path]));
    }

    [Fact]
    public async Task The_record_that_the_message_proposes_repairs_the_lease_and_continues_its_tokens()
    {
        await store.PutAsync(Path, Encoding.UTF8.GetBytes("null"));
        var message = (await Assert.ThrowsAsync<LakeException>(AcquireAsync)).Message;
        var start = message.IndexOf('{', StringComparison.Ordinal);
        var proposed = message[start..(message.IndexOf('}', start) + 1)];
        await store.PutAsync(Path, Encoding.UTF8.GetBytes(proposed.Replace("N", "41", StringComparison.Ordinal)));
        await using var lease = await AcquireAsync();
        Assert.Equal(42, lease.Token);
    }

    [Fact]
    public void A_lease_survives_a_renewal_that_cannot_reach_the_store() => time.Run(async () =>
    {
        await using var lease = await AcquireAsync();
        store.OnPut = FailAsync;
        await WaitAsync(15); // The renewal after 10 seconds fails.
        store.OnPut = () => Task.CompletedTask;
        await WaitAsync(20); // The lease would have expired after 30 seconds.
        Assert.False(lease.IsLost);
    });

    [Fact]
    public void A_lease_whose_renewals_all_fail_is_lost_when_it_expires() => time.Run(async () =>
    {
        await using var lease = await AcquireAsync();
        store.OnPut = FailAsync;
        await WaitAsync(29);
        Assert.False(lease.IsLost);
        await WaitAsync(2);
        Assert.True(lease.IsLost);
    });

    [Fact]
    public void A_holder_whose_record_was_replaced_and_cannot_be_read_back_finds_out_at_a_later_renewal() => time.Run(async () =>
    {
        await using var lease = await AcquireAsync();
        await objects.PutAsync(Path, new LeaseRecord(2, "other", time.GetUtcNow().AddHours(1), IsReleased: false).ToJson());
        store.OnGet = FailAsync;
        await WaitAsync(15);
        Assert.False(lease.IsLost);
        store.OnGet = () => Task.CompletedTask;
        await WaitAsync(10);
        Assert.True(lease.IsLost);
    });

    [Fact]
    public void The_lease_of_a_killed_writer_is_taken_when_it_expires() => time.Run(async () =>
    {
        var start = time.GetUtcNow();
        await store.PutAsync(Path, new LeaseRecord(1, "killed", start.AddSeconds(25), IsReleased: false).ToJson());
        await using var lease = await TryAcquireAsync();
        Assert.Equal((2, true), (lease!.Token, lease.WasAbandoned));
        Assert.Equal(25, (time.GetUtcNow() - start).TotalSeconds);
        Assert.Equal(
            ["Another run holds _leases/SPY.json in memory; waiting up to 30 s to see whether it is alive."], waiting);
    });

    [Fact]
    public void The_lease_of_a_live_writer_is_not_waited_for_after_its_renewal() => time.Run(async () =>
    {
        await using var held = await AcquireAsync();
        var start = time.GetUtcNow();
        Assert.Null(await TryAcquireAsync());
        Assert.InRange((time.GetUtcNow() - start).TotalSeconds, 10, 11);
        Assert.False(held.IsLost);
    });

    [Fact]
    public void A_lease_that_is_released_meanwhile_is_taken() => time.Run(async () =>
    {
        var held = await AcquireAsync();
        var taking = TryAcquireAsync();
        await WaitAsync(3);
        await held.DisposeAsync();
        await using var lease = await taking;
        Assert.Equal((2, false), (lease!.Token, lease.WasAbandoned));
    });

    [Fact]
    public void A_lease_that_is_neither_renewed_nor_expires_is_reported_as_a_wrong_clock() => time.Run(async () =>
    {
        await store.PutAsync(Path, new LeaseRecord(1, "ahead", time.GetUtcNow().AddHours(1), IsReleased: false).ToJson());
        var error = await Assert.ThrowsAsync<LakeException>(TryAcquireAsync);
        Assert.Equal(
            "_leases/SPY.json in memory was not renewed for 60 s, and expires only at 2026-01-02 01:00:00 UTC: the clocks of two "
            + "machines differ. Set them, for example by NTP, and run the command again after that time.", error.Message);
    });
}
