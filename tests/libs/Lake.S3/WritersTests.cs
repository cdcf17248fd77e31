using Volcast.Lake.Leases;
using Volcast.Lake.Tables;
using Volcast.Lake.Tests;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.S3.Tests;

/// <summary>Two writers of one symbol in a bucket: one waits or fails, and their rows never mix.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class WritersTests
{
    [S3Fact]
    public async Task A_sample_of_rounds_of_two_writers_mixes_nothing()
    {
        var rounds = await TwoWriters.PlayAsync(10);
        Assert.Empty(rounds.Violations);
        Assert.Equal(20, rounds.Committed + rounds.Refused);
        Assert.True(rounds.Committed >= 10);
    }

    [S3Fact]
    public async Task The_lease_of_a_killed_writer_is_free_after_its_time_and_its_token_is_not_used_again()
    {
        using var bucket = await S3Bucket.CreateAsync();
        using var store = bucket.Open();
        var options = new LeaseOptions { Duration = TimeSpan.FromSeconds(10), WaitUpTo = TimeSpan.Zero };
        var killed = await new ConditionalLeaseStore(store, options with { Clock = new WithoutTimers() }).AcquireAsync("SPY");
        var waiting = await Assert.ThrowsAsync<LakeException>(
            () => new ConditionalLeaseStore(store, options).AcquireAsync("SPY"));
        Assert.StartsWith("Another run is writing SPY to the lake s3://", waiting.Message, StringComparison.Ordinal);
        await using var next = await new ConditionalLeaseStore(store, options with { WaitUpTo = TimeSpan.FromSeconds(60) })
            .AcquireAsync("SPY");
        Assert.Equal(killed.Token + 1, next.Token);
        Assert.True(next.WasAbandoned);
    }

    /// <summary>The clock of a writer that was killed: it renews nothing.</summary>
    private sealed class WithoutTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rounds of two writers that commit different rows of one symbol at the same time.</summary>
    internal sealed record TwoWriters(int Committed, int Refused, IReadOnlyList<string> Violations)
    {
        private static readonly TableSchema Table = CuratedMarketTable.Schema;

        public static async Task<TwoWriters> PlayAsync(int rounds)
        {
            using var bucket = await S3Bucket.CreateAsync();
            var (committed, refused, violations) = (0, 0, new List<string>());
            for (var round = 0; round < rounds; round++)
            {
                // Each writer has rows of its own in two years, so a mixture would show.
                var frames = new[] { Frame(round, writer: 0), Frame(round, writer: 1) };
                // In every other round nobody waits.
                var patience = TimeSpan.FromSeconds(round % 2 == 0 ? 20 : 0);
                var results = await Task.WhenAll(frames.Select(frame => CommitAsync(bucket, frame, patience)));
                committed += results.Count(error => error is null);
                refused += results.Count(error => error is not null);
                using var store = bucket.Open();
                await using var lake = await DataLake.OpenAsync(store);
                var found = await lake.ReadAsync(Table, Sample.Spy);
                if (!results.Contains(null))
                    violations.Add($"round {round}: both writers failed: {string.Join("; ", results)}");
                else if (!frames.Where((_, writer) => results[writer] is null).Any(found.ContentEquals))
                    violations.Add($"round {round}: the rows are those of no writer that has committed");
                var verification = await LakeVerifier.VerifyAsync(store, TradingCalendar.Nyse);
                violations.AddRange(verification.Findings
                    .Where(finding => finding.Check is not "missing" and not "calendar_complete")
                    .Select(finding => $"round {round}: {finding.Path}: {finding.Check}: {finding.Detail}"));
            }
            return new(committed, refused, violations);
        }

        private static ColumnFrame Frame(int round, int writer) =>
            Sample.Curated(Sample.Spy, new(2019, 12, 2 + writer), new(2020, 1, 20 - writer), shift: 2 * (round % 50) + writer);

        /// <returns>Null if the writer has committed, else why not.</returns>
        private static async Task<string?> CommitAsync(S3Bucket bucket, ColumnFrame frame, TimeSpan patience)
        {
            using var store = bucket.Open();
            var leases = new ConditionalLeaseStore(store, new() { WaitUpTo = patience });
            try
            {
                await using var lake = await DataLake.OpenForWritingAsync(store, DataKind.Real, leases);
                await lake.CommitAsync(Table, Sample.Spy, frame);
                return null;
            }
            catch (LakeException refused)
            {
                return refused.Message;
            }
        }
    }
}
