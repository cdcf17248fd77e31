using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Leases;

/// <summary>The result of one round.</summary>
internal sealed record Round
{
    public int Commits { get; set; }
    public int Refused { get; set; }
    public int Killed { get; set; }
    public int Unknown { get; set; }
    public int Reads { get; set; }
    public long Operations { get; set; }
    public int StaleCopies { get; set; }

    /// <summary>Violations, which no round may have.</summary>
    public List<string> Violations { get; } = [];
}

/// <summary>
/// One round: two writers of one symbol, each with its own speed and clock, add sessions to a table and remove them again, while
/// a reader reads. Writers pause, lose responses and are killed at random. The round checks every manifest: its content must be
/// the previous content with its writer's change, and nothing else.
/// </summary>
internal sealed class TwoWriters(int seed, Func<IObjectStore, LeaseOptions, ILeaseStore> leases)
{
    private const int Runs = 4;
    private static readonly TableSchema Schema = FeatureTable.L1;
    private static readonly string ManifestPath = LakePaths.Manifest(Schema.Name, Sample.Spy);

    /// <summary>Sessions around the turn of a year, so that files appear, change and disappear.</summary>
    private static readonly DateOnly[] Sessions = [.. Market.TradingCalendar.Nyse.Sessions(new(2020, 12, 22), new(2021, 1, 11))];

    private readonly Random random = new(seed);
    private readonly VirtualTime time = new();
    private readonly RecordedStore store = new();
    private readonly Round round = new();
    private readonly List<DateOnly[]> versions = [[]];
    private readonly Dictionary<RemoteStore, Change> changes = [];
    private readonly HashSet<Change> committed = [];

    /// <summary>A writer's next change: adding or removing the session.</summary>
    private sealed record Change(int Writer, int Run, DateOnly Session, bool IsAdded)
    {
        public DateOnly[] ApplyTo(DateOnly[] sessions) =>
            IsAdded ? [.. sessions.Append(Session).Distinct().Order()] : [.. sessions.Where(day => day != Session)];
    }

    public Round Play()
    {
        time.Run(PlayAsync);
        round.Operations = store.Count;
        return round;
    }

    private async Task PlayAsync()
    {
        store.OnChange = ObserveAsync;
        var writers = Task.WhenAll(WriteAsync(0), WriteAsync(1));
        await Task.WhenAll(writers, ReadAsync(writers));
        await Task.WhenAll(store.UnderWay);
        await WriteLastAsync();
    }

    /// <summary>After each change of the store, checks that every file of the present manifest can be read.</summary>
    private async Task ObserveAsync(RemoteStore? client, string key)
    {
        if (!store.Objects.Objects.TryGetValue(ManifestPath, out var json)) return;
        var manifest = Manifest.Parse(ManifestPath, json);
        var reader = new TableReader(store.Objects);
        foreach (var file in manifest.Files)
            if (await reader.FetchAsync(Schema.Name, Sample.Spy, file, default) is null)
            {
                Report($"{file.Path} cannot be read after a change of {key}");
                return;
            }
        if (client is null || key != ManifestPath) return;

        var change = changes[client];
        var found = (await reader.ReadAsync(Schema, Sample.Spy, null, null, default))!.Value.Frame.Dates("session");
        if (!found.SequenceEqual(change.ApplyTo(versions[^1])))
            Report($"{change} made {Text(found)} of {Text(versions[^1])}");
        if (!committed.Add(change))
            Report($"{change} was committed twice");
        versions.Add(found);
        round.Commits++;
    }

    private async Task WriteAsync(int writer)
    {
        var mine = new HashSet<DateOnly>();
        var behaviour = new ClientBehaviour(
            Seconds(Math.Pow(10, 3 * random.NextDouble() - 2)), PauseChance: .02, Seconds(200), LostAnswerChance: .03,
            KillAt: random.Next(3) == 0 ? null : random.Next(1, 120));
        var clock = new SkewedTime(time, Seconds(random.Next(-20, 21)));
        var client = new RemoteStore(store, time, random, behaviour);
        for (var run = 0; run < Runs; run++)
        {
            // Each writer has its own sessions. Removing one restores an earlier content byte for byte.
            var session = Sessions[2 * random.Next(Sessions.Length / 2) + writer];
            var change = new Change(writer, run, session, IsAdded: !mine.Contains(session));
            changes[client] = change;
            try
            {
                var options = new LeaseOptions { Clock = clock, Duration = Seconds(30), WaitUpTo = Seconds(120) };
                await CommitAsync(client, leases(client, options), change);
                Require(committed.Contains(change), $"{change} was reported as committed and was not");
                _ = change.IsAdded ? mine.Add(session) : mine.Remove(session);
            }
            catch (StoppedException)
            {
                round.Killed++;
                return;
            }
            catch (CommitUncertainException)
            {
                round.Unknown++;
                mine.Clear();
                mine.UnionWith(versions[^1].Where(day => Array.IndexOf(Sessions, day) % 2 == writer));
            }
            catch (Exception refused) when (refused is CommitConflictException or LeaseLostException)
            {
                round.Refused++;
                Require(!committed.Contains(change), $"{change} was committed, yet: {refused.Message}");
            }
            catch (LakeException busy) when (busy.Message.StartsWith("Another run is writing", StringComparison.Ordinal))
            {
                round.Refused++;
                Require(!committed.Contains(change), $"{change} was committed, yet: {busy.Message}");
            }
            catch (LakeException failure)
            {
                Report($"{change}: {failure.Message}");
                return;
            }
        }
    }

    private static async Task CommitAsync(IObjectStore client, ILeaseStore leaseStore, Change change)
    {
        await using var lake = await DataLake.OpenForWritingAsync(client, DataKind.Real, leaseStore);
        await using var lease = await lake.LeaseAsync(Sample.Spy);
        var before = await lake.SnapshotAsync(Schema, Sample.Spy) is null
            ? []
            : (await lake.ReadAsync(Schema, Sample.Spy)).Dates("session");
        await lake.CommitAsync(
            Schema, Sample.Spy, Frame(change.ApplyTo(before)), new Dictionary<string, string> { ["run"] = $"{change.Session}" });
    }

    /// <summary>A reader that is slower than the writers still sees a snapshot that was current while it read.</summary>
    private async Task ReadAsync(Task writers)
    {
        var behaviour = new ClientBehaviour(Seconds(5 * random.NextDouble()), .02, Seconds(60), 0, null);
        while (!store.Objects.Objects.ContainsKey(LakePaths.Description))
        {
            if (writers.IsCompleted)
                return; // Both were killed before they created the lake.
            await Task.Delay(Seconds(1), time);
        }
        await using var lake = await DataLake.OpenAsync(new RemoteStore(store, time, random, behaviour));
        while (!writers.IsCompleted)
        {
            var first = versions.Count - 1;
            try
            {
                var seen = (await lake.ReadAsync(Schema, Sample.Spy)).Dates("session");
                Require(versions.Skip(first).Any(seen.SequenceEqual), $"a reader saw {Text(seen)}, which was never current then");
                round.Reads++;
            }
            catch (MissingTableException)
            {
                Require(first == 0, "a reader saw no table after a commit");
            }
            catch (LakeException failure)
            {
                Report($"a reader failed: {failure.Message}");
            }
            await Task.Delay(Seconds(10 * random.NextDouble()), time);
        }
    }

    /// <summary>The next writer works whatever was left behind, and the lake is sound.</summary>
    private async Task WriteLastAsync()
    {
        var quiet = new ClientBehaviour(Seconds(.01), 0, TimeSpan.Zero, 0, null);
        var client = new RemoteStore(store, time, random, quiet);
        var change = changes[client] = new(2, 0, Sessions[^1], IsAdded: true);
        try
        {
            await CommitAsync(
                client, leases(client, new() { Clock = time, Duration = Seconds(30), WaitUpTo = Seconds(120) }), change);
            Require(committed.Contains(change), "the last writer was reported as committed and was not");
        }
        catch (LakeException failure)
        {
            Report($"the last writer failed: {failure.Message}");
        }
        var findings = (await LakeVerifier.VerifyAsync(store.Objects, TradingCalendar.Nyse)).Findings;
        foreach (var finding in findings.Where(finding => finding.Severity == Severity.Error))
            Report($"{finding.Path}: {finding.Check} {finding.Detail}");
        round.StaleCopies += findings.Count(finding => finding.Check == "copy");
    }

    private static ColumnFrame Frame(DateOnly[] sessions) => new([.. Schema.Columns.Select(Column (column) => column.Name switch
    {
        "symbol" => Column.Text("symbol", Sample.Spy.Value, sessions.Length),
        "session" => Column.Date("session", sessions),
        _ => Column.Number(column.Name, [.. Enumerable.Repeat(double.NaN, sessions.Length)]),
    })]);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static string Text(DateOnly[] sessions) => $"[{string.Join(' ', sessions.Select(day => $"{day:MM-dd}"))}]";

    private void Require(bool holds, string violation)
    {
        if (!holds)
            Report(violation);
    }

    private void Report(string violation) => round.Violations.Add($"seed {seed}: {violation}");
}
