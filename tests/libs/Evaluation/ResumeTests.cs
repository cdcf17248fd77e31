using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>A stopped walk-forward resumes where it stopped and gives the same bytes.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ResumeTests : IDisposable
{
    private static readonly ForecastingData Data = SyntheticTarget.Create(1000);
    private static readonly ForecasterSettings Settings = new()
    {
        Features = SyntheticTarget.Features,
        Seed = 5,
        TreeParameters = Trees(("rounds", "40")),
    };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static WalkForwardOptions Options => new()
    {
        From = Data.Sessions[700],
        BurnIn = 126,
        DegreeOfParallelism = 2,
        Explain = ["xgboost-21", "har"],
    };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Trees(params (string Name, string Value)[] values) =>
        new() { ["xgboost-21"] = values.ToDictionary(v => v.Name, v => v.Value) };

    private static IForecaster[] Models(ForecasterSettings settings) =>
        [.. new[] { "xgboost-21", "har", "garch" }.Select(name => ForecasterCatalog.Create(name, settings))];

    private static WalkForwardResult Run(FoldStore? store, Recorder? progress = null, ForecastingData? data = null,
        ForecasterSettings? settings = null, WalkForwardOptions? options = null, CancellationToken stop = default)
    {
        settings ??= Settings;
        return WalkForward.Run(data ?? Data, Models(settings),
            (options ?? Options) with { FoldStore = store, Settings = settings }, progress, stop);
    }

    /// <summary>All results of a run as bytes.</summary>
    private static List<byte> Bytes(WalkForwardResult result)
    {
        var bytes = new List<byte>();
        foreach (var model in result.Models)
        {
            var columns = new List<double[]> { model.Variance, model.Lower80, model.Upper80, model.Lower95, model.Upper95 };
            if (model.Reasons is { } reasons)
                columns.AddRange([reasons.Base, .. reasons.Amounts]);
            bytes.AddRange(columns.SelectMany(c => c).SelectMany(BitConverter.GetBytes));
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', model.SkippedOrigins)));
            bytes.AddRange(model.Distribution!.Save());
        }
        return bytes;
    }

    /// <summary>Stops a run after some folds and returns the number of stored folds.</summary>
    private int Interrupt(int after, FoldMirror? mirror = null)
    {
        using var stop = new CancellationTokenSource();
        using var store = new FoldStore(folder["folds"], mirror);
        Assert.ThrowsAny<OperationCanceledException>(() => Run(store, new Recorder(p =>
        {
            if (p.Done == after)
                stop.Cancel();
        }), stop: stop.Token));
        return Files().Length;
    }

    private string[] Files() => Directory.Exists(folder["folds"])
        ? [.. Directory.GetFiles(folder["folds"], "*.fold", SearchOption.AllDirectories).Order()]
        : [];

    [Fact]
    public void A_stopped_run_resumes_and_gives_the_same_bytes()
    {
        var expected = Bytes(Run(null));
        var kept = Interrupt(after: 9);
        Assert.InRange(kept, 9, 11);

        var seen = new Recorder();
        using var store = new FoldStore(folder["folds"]);
        Assert.Equal(expected, Bytes(Run(store, seen)));

        Assert.Equal(new WalkForwardProgress(kept, 33, kept), seen.Seen[0]); // 8 folds and 3 of burn-in, 3 models.
        Assert.Equal(new WalkForwardProgress(33, 33, kept), seen.Seen[^1]);
        Assert.Equal(34 - kept, seen.Seen.Count);
        store.Remove();
        Assert.False(Directory.Exists(folder["folds"]));
    }

    [Fact]
    public void A_stopped_run_resumes_on_another_machine_from_the_copies_and_removes_them_in_the_end()
    {
        var copies = new System.Collections.Concurrent.ConcurrentDictionary<(string Run, string Name), byte[]>();
        var mirror = new FoldMirror(
            run => [.. copies.Where(copy => copy.Key.Run == run).Select(copy => (copy.Key.Name, copy.Value))],
            (run, name, content) => copies[(run, name)] = content,
            run =>
            {
                foreach (var key in copies.Keys.Where(key => key.Run == run))
                    copies.TryRemove(key, out _);
            });
        var expected = Bytes(Run(null));
        var kept = Interrupt(after: 9, mirror);
        Assert.Equal(Files().Select(Path.GetFileName), copies.Keys.Select(key => key.Name).Order(StringComparer.Ordinal));

        var seen = new Recorder();
        using var store = new FoldStore(folder["another machine"], mirror);
        Assert.Equal(expected, Bytes(Run(store, seen)));
        Assert.Equal(kept, seen.Seen[0].Resumed);
        Assert.Equal(33, copies.Count);
        store.Remove();
        Assert.Empty(copies);
    }

    [Fact]
    public void A_damaged_fold_is_computed_again()
    {
        var expected = Bytes(Run(null));
        Interrupt(after: 12);
        var files = Files();
        File.WriteAllBytes(files[0], File.ReadAllBytes(files[0])[..^7]);
        var bytes = File.ReadAllBytes(files[1]);
        bytes[100] ^= 1;
        File.WriteAllBytes(files[1], bytes);
        File.WriteAllBytes(files[2], []);
        File.Copy(files[4], files[3], overwrite: true); // An undamaged file of another fold.
        File.WriteAllText(files[0] + ".tmp", "torn");

        var seen = new Recorder();
        using (var store = new FoldStore(folder["folds"]))
        {
            Assert.Equal(expected, Bytes(Run(store, seen)));
            store.Remove();
        }

        Assert.Equal(files.Length - 4, seen.Seen[0].Resumed);
        Assert.Empty(Files());
    }

    public static TheoryData<string> Changes => ["seed", "data", "horizon", "from", "reasons", "parameters"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Another_run_reads_none_of_the_folds(string changed)
    {
        Interrupt(after: 6);
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray());
        columns["noise"][^1] = Math.BitIncrement(columns["noise"][^1]);
        var data = new ForecastingData("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns);
        using var store = new FoldStore(folder["folds"]);
        var seen = new Recorder();

        Run(store, seen,
            changed == "data" ? data : Data,
            changed switch
            {
                "seed" => Settings with { Seed = 6 },
                "parameters" => Settings with { TreeParameters = Trees(("rounds", "40"), ("max_depth", "2")) },
                _ => Settings,
            },
            changed switch
            {
                "horizon" => Options with { Horizon = 10 },
                "from" => Options with { From = Data.Sessions[701] },
                // The folds of the model without requested reasons are the same.
                "reasons" => Options with { Explain = ["xgboost-21", "har", "garch"] },
                _ => Options,
            });

        if (changed == "reasons")
            Assert.All(seen.Seen, p => Assert.InRange(p.Resumed, 1, 8));
        else
            Assert.All(seen.Seen, p => Assert.Equal(0, p.Resumed));
    }

    [Fact]
    public void A_second_run_at_the_same_time_stores_nothing()
    {
        Interrupt(after: 6);
        using var first = new FoldStore(folder["folds"]);
        using var second = new FoldStore(folder["folds"]);
        var (seenFirst, seenSecond) = (new Recorder(), new Recorder());
        var one = Run(first, seenFirst);
        var two = Run(second, seenSecond);

        Assert.Equal(Bytes(one), Bytes(two));
        Assert.True(seenFirst.Seen[0].Resumed > 0);
        Assert.Equal(0, seenSecond.Seen[^1].Resumed);
        second.Remove();
        Assert.NotEmpty(Files());
        first.Remove();
        Assert.Empty(Files());
    }

    [Fact]
    public void A_copy_that_cannot_be_fetched_leaves_the_folder_unlocked()
    {
        var digest = new string('a', 64);
        using var failing = new FoldStore(
            folder["folds"], new(_ => [(new string('n', 300), [1])], (_, _, _) => { }, _ => { }));
        Assert.Null(failing.Open(digest));
        using var next = new FoldStore(folder["folds"]);
        Assert.NotNull(next.Open(digest));
    }

    [Fact]
    public void The_newest_eight_runs_that_were_never_resumed_are_kept()
    {
        for (var i = 0; i < 10; i++)
        {
            using var store = new FoldStore(folder["folds"]);
            WalkForward.Run(Data, [new Har()], new WalkForwardOptions
            {
                From = Data.Sessions[900 + i],
                BurnIn = 0,
                FoldStore = store,
                Settings = Settings,
            });
        }
        Assert.Equal(8, Directory.GetDirectories(folder["folds"]).Length);
    }

    [Fact]
    public void Folds_are_not_stored_without_the_settings_of_the_forecasters()
    {
        using var store = new FoldStore(folder["folds"]);
        Assert.Throws<ArgumentException>(() => WalkForward.Run(Data, [new Har()], Options with { FoldStore = store }));
    }

    private sealed class Recorder(Action<WalkForwardProgress>? then = null) : IProgress<WalkForwardProgress>
    {
        public List<WalkForwardProgress> Seen { get; } = [];

        public void Report(WalkForwardProgress value)
        {
            Seen.Add(value);
            then?.Invoke(value);
        }
    }
}
