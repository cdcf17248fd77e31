using Volcast.Cli.Commands;
using Volcast.Cli.Pipeline;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Market;
using Volcast.Services.Training;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class BacktestFoldersTests : IDisposable
{
    private static readonly DateOnly[] Origins = [.. TradingCalendar.Nyse.Sessions(new(2023, 1, 3), new(2023, 12, 29))];
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter notes = new();

    public void Dispose()
    {
        folder.Dispose();
        notes.Dispose();
    }

    private CommandContext Context(string targets)
    {
        var shell = new Shell(TextWriter.Null, notes, _ => null, folder.Path);
        return new(shell, shell.Resolve(new Dictionary<string, string> { [VolcastSettings.Targets.Name] = targets }));
    }

    /// <summary>A backtest of two constant forecasts; without outcomes it has no report.</summary>
    private static Backtest Of(string symbol, bool hasOutcomes)
    {
        double[] Column(Func<int, double> value) => [.. Enumerable.Range(0, Origins.Length).Select(value)];
        ModelForecasts Model(string name, double variance) => new()
        {
            Name = name,
            Variance = Column(row => variance * (1 + row % 5)),
            Lower80 = Column(_ => double.NaN),
            Upper80 = Column(_ => double.NaN),
            Lower95 = Column(_ => double.NaN),
            Upper95 = Column(_ => double.NaN),
            SkippedOrigins = [],
        };
        return new()
        {
            Run = new()
            {
                Model = "volcast",
                Benchmark = "har",
                DataKind = BacktestRun.Real,
                RefitEvery = 42,
                PurgedRows = 1,
                BurnIn = 0,
                Seed = 7,
                InputDigests = new Dictionary<string, string>(),
                Command = "volcast backtest",
            },
            Result = new()
            {
                Symbol = symbol,
                Horizon = 1,
                Origins = Origins,
                TargetEnds = [.. Origins.Select(origin => (DateOnly?)TradingCalendar.Nyse.Next(origin))],
                RealizedVariance = Column(row => hasOutcomes ? .02 + .001 * (row % 7) : double.NaN),
                Models = [Model("har", .02), Model("volcast", .021)],
            },
        };
    }

    [Fact]
    public void A_target_that_cannot_be_compared_has_a_reason_and_the_others_have_their_reports()
    {
        var failed = new FailedTargets();
        BacktestFolders.WriteReports(
            Context("SPY,QQQ"), folder["report"], [Of("SPY", hasOutcomes: true), Of("QQQ", hasOutcomes: false)], [],
            failed);
        Assert.Equal(("QQQ", "report"), (Assert.Single(failed.All).Target, failed.All[0].Stage));
        Assert.Equal(["SPY-1d", BacktestIndex.FileName],
            Directory.GetFileSystemEntries(folder["report"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"Index of the reports: {folder[$"report/{BacktestIndex.FileName}"]}", notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_report_nothing_is_written()
    {
        var failed = new FailedTargets();
        BacktestFolders.WriteReports(Context("SPY"), folder["report"], [Of("SPY", hasOutcomes: false)], [], failed);
        Assert.Single(failed.All);
        Assert.False(Directory.Exists(folder["report"]));
    }

    [Fact]
    public void Evidence_goes_into_a_folder_for_each_target_and_a_target_without_evidence_has_a_reason()
    {
        var failed = new FailedTargets();
        BacktestFolders.WriteEvidence(Context("QQQ,SPY"), folder["volcast-9"],
            [Of("QQQ", hasOutcomes: false), Of("SPY", hasOutcomes: true)], failed);
        Assert.StartsWith("Evidence: ", notes.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(folder["volcast-9/SPY-1d/manifest.json"]));
        Assert.Equal(("QQQ", "evidence"), (Assert.Single(failed.All).Target, failed.All[0].Stage));
        Assert.StartsWith("QQQ-1d gives no evidence: ", failed.All[0].Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["volcast-9/QQQ-1d"]));
    }

    [Fact]
    public void The_command_that_repeats_a_backtest_names_only_what_differs_from_the_defaults()
    {
        var result = Of("SPY", hasOutcomes: true).Result;
        var training = new TrainingRequest(AssetRoles.For(Symbol.Parse("SPY")), 1) { Seed = 7 };
        var request = new BacktestRequest(training) { Models = ["har", "volcast"] };
        Assert.Equal("volcast backtest --target SPY --horizon 1 --from 2023-01-03 --seed 7 --models har,volcast",
            BacktestFolders.Command(request, result));
        Assert.Equal(
            "volcast backtest --target SPY --horizon 1 --from 2023-01-03 --to 2023-12-29 --parameters FILE --refit-every 21 "
            + "--rolling 750 --seed 7 --models har,volcast",
            BacktestFolders.Command(request with
            {
                RefitEvery = 21,
                RollingRows = 750,
                Training = request.Training with
                {
                    To = new(2023, 12, 29),
                    TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
                    {
                        ["volcast"] = new Dictionary<string, string> { ["rounds"] = "20" },
                    },
                },
            }, result));
    }
}
