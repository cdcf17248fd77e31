using System.Text;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Evidence.Published;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>What <c>backtest --report</c> and <c>--evidence</c> leave in folders.</summary>
internal static class BacktestFolders
{
    /// <summary>Everything that is told of a backtest.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="outcome">What was forecast.</param>
    /// <param name="request">What was asked for.</param>
    public static Backtest Told(CommandContext context, BacktestResult outcome, BacktestRequest request)
    {
        var (result, options) = (outcome.Result, outcome.Options);
        var isSimulated = outcome.DataKind == DataKind.Simulated;
        return new()
        {
            Run = new()
            {
                Model = outcome.Model,
                Benchmark = outcome.Benchmark,
                DataKind = isSimulated ? BacktestRun.Simulated : BacktestRun.Real,
                RefitEvery = options.RefitEvery,
                PurgedRows = options.Horizon,
                BurnIn = options.BurnIn,
                RollingRows = options.RollingRows,
                Seed = request.Training.Seed,
                InputDigests = outcome.InputDigests,
                Command = Command(request, result),
            },
            Result = result,
            Reasons = MonthlyReasons.Of(result, outcome.Model, FeatureLabels.Family),
            LookBack = outcome.LookBack,
            LookBackRows = request.LookBackRows,
            TrueVariance = isSimulated ? SimulatedTruth.Of(context, result) : null,
        };
    }

    /// <summary>The report of one target into the folder itself, those of several into a folder each under an index.</summary>
    /// <returns>Why a target has none, for each such target; the others have theirs.</returns>
    public static IReadOnlyList<string> WriteReports(CommandContext context, string folder, IReadOnlyList<Backtest> backtests)
    {
        var reports = new List<BacktestReport>();
        var absent = new List<string>();
        foreach (var backtest in backtests)
            try
            {
                reports.Add(new BacktestReport(new ComparedBacktest(backtest)));
            }
            catch (InsufficientDataException tooFew)
            {
                absent.Add(tooFew.Message);
            }
        foreach (var report in reports)
        {
            var own = context.Targets.Count == 1 ? folder : Path.Combine(folder, report.Compared.Backtest.Name);
            AtomicFile.WriteAll(own, report.Files());
            context.Terminal.Note($"Report: {Path.Combine(own, BacktestReport.PageFile)}");
        }
        if (reports.Count == 0 || context.Targets.Count == 1)
            return absent;
        AtomicFile.WriteAll(folder, [new(BacktestIndex.FileName, BacktestIndex.Of(reports))]);
        context.Terminal.Note($"Index of the reports: {Path.Combine(folder, BacktestIndex.FileName)}");
        return absent;
    }

    /// <summary>The evidence of each target into the folder of a release.</summary>
    public static void WriteEvidence(CommandContext context, string release, IReadOnlyList<Backtest> backtests)
    {
        foreach (var backtest in backtests)
            context.Terminal.Note($"Evidence: {EvidenceFolder.Write(release, backtest)}");
    }

    /// <summary>What makes the same numbers again from the same data; where the data lie is everybody's own matter.</summary>
    internal static string Command(BacktestRequest request, WalkForwardResult result)
    {
        var text = new StringBuilder($"volcast backtest --target {result.Symbol} --horizon {result.Horizon}"
            + $" --from {result.Origins[0]:yyyy-MM-dd}");
        if (request.Training.To is { } to)
            text.Append($" --to {to:yyyy-MM-dd}");
        if (request.Training.TreeParameters.Count > 0)
            text.Append(" --parameters FILE");
        if (request.RefitEvery != new WalkForwardOptions().RefitEvery)
            text.Append($" --refit-every {request.RefitEvery}");
        if (request.RollingRows is { } rolling)
            text.Append($" --rolling {rolling}");
        return text.Append($" --seed {request.Training.Seed} --models {string.Join(',', request.Models)}").ToString();
    }
}
