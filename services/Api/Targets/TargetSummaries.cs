using System.Collections.Concurrent;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Targets;

/// <summary>
/// Keeps a summary of each served target. A request compares the stamps of the tables if they were not compared lately, and only
/// targets that have changed are read again. Reading goes on in the background if it takes longer than a request may wait.
/// </summary>
/// <param name="openLake">Opens the lake for reading.</param>
/// <param name="targets">The served targets.</param>
/// <param name="calendar">Knows when a session settles.</param>
/// <param name="clock">The clock.</param>
/// <param name="refreshEvery">The time from the beginning of one comparison until the next.</param>
/// <param name="limits">The limits of waiting time and parallel work.</param>
/// <param name="completeCommands">Completes the commands that a message suggests.</param>
internal sealed class TargetSummaries(
    Func<CancellationToken, Task<DataLake>> openLake, IReadOnlyList<AssetRoles> targets, TradingCalendar calendar,
    TimeProvider clock, TimeSpan refreshEvery, SnapshotLimits limits, Func<string, string> completeCommands)
{
    /// <summary>After a pass that could not open the lake, the next one begins this soon.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Symbol, TargetSummary> held = [];
    private readonly ConcurrentDictionary<Symbol, ChangeToken> tokens = [];
    private readonly Lock starting = new();
    private Task? pass;

    /// <summary>The timestamp at which the pass was started, since the time of day may be fixed or set; null if the next request is
    /// to start one.</summary>
    private long? startedAt;

    /// <summary>The summaries that are known after at most the time that a request may wait. A target that is still being read
    /// has its former summary, or none.</summary>
    /// <exception cref="ProblemException">The lake cannot be opened, and no summary is known.</exception>
    public async Task<IReadOnlyDictionary<Symbol, TargetSummary>> GetAsync(CancellationToken stop)
    {
        try
        {
            await Pass().WaitAsync(limits.Wait, stop);
        }
        catch (TimeoutException)
        {
            // The targets that are not known yet say so.
        }
        catch (Exception away) when (TargetLoader.IsAway(away) && !held.IsEmpty)
        {
            foreach (var (symbol, known) in held)
                held[symbol] = known with { LastError = completeCommands(away.Message) };
        }
        catch (Exception away) when (TargetLoader.IsAway(away))
        {
            throw ProblemException.Unavailable("not_ready", completeCommands(away.Message));
        }
        return held;
    }

    /// <summary>The next request compares the stamps again.</summary>
    public void Invalidate()
    {
        lock (starting)
            startedAt = null;
    }

    /// <summary>The pass that is running or still counts, otherwise a new one.</summary>
    private Task Pass()
    {
        lock (starting)
        {
            var counts = pass is { IsFaulted: true } && RetryAfter < refreshEvery ? RetryAfter : refreshEvery;
            if (pass is null || pass.IsCompleted && !(startedAt is { } started && clock.GetElapsedTime(started) < counts))
                (pass, startedAt) = (Task.Run(RefreshAsync, CancellationToken.None), clock.GetTimestamp());
            return pass;
        }
    }

    private async Task RefreshAsync()
    {
        await using var lake = await openLake(CancellationToken.None);
        await Parallel.ForEachAsync(targets, new ParallelOptions { MaxDegreeOfParallelism = limits.Parallel },
            async (roles, stop) =>
            {
                var known = held.GetValueOrDefault(roles.Target);
                try
                {
                    held[roles.Target] = await CurrentAsync(lake, roles, known, stop);
                }
                catch (Exception away) when (TargetLoader.IsAway(away))
                {
                    held[roles.Target] = (known ?? new("", lake.Kind, null, new Dictionary<int, HorizonSummary>())) with
                    {
                        LastError = completeCommands(away.Message),
                    };
                }
            });
    }

    private async Task<TargetSummary> CurrentAsync(
        DataLake lake, AssetRoles roles, TargetSummary? known, CancellationToken stop)
    {
        var stamp = await TargetSummary.StampOfAsync(lake, roles.Target, stop);
        var token = tokens.GetOrAdd(roles.Target, _ => new());
        if (known is not null && token.IsUnchanged(stamp))
            return known.LastError is null ? known : known with { LastError = null };
        var identity = await TargetSummary.IdentityOfAsync(lake, roles.Target, stop);
        var current = known?.Identity == identity
            ? known with { LastError = null }
            : await TargetSummary.ReadAsync(lake, roles, identity, calendar, clock.GetUtcNow(), stop);
        token.HasBeenRead(stamp);
        return current;
    }
}
