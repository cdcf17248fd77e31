using System.CommandLine;
using System.Globalization;
using System.Text;
using Volcast.Cli.Pipeline;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Evidence.Panels;
using Volcast.Evidence.Published;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>Writes the folders of <c>backtest --report</c> and <c>--evidence</c>.</summary>
internal static class BacktestFolders
{
    /// <summary>Gathers the content of a report from a backtest.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="outcome">The result of the backtest.</param>
    /// <param name="request">The request.</param>
    public static Backtest ContentOf(CommandContext context, BacktestResult outcome, BacktestRequest request)
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

    /// <summary>Writes the report of a single target into the folder. For several targets it writes one folder each and an
    /// index.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="folder">The folder of the reports.</param>
    /// <param name="backtests">The content of each target's report.</param>
    /// <param name="panel">The scores of the targets, whose summary the index shows.</param>
    /// <param name="failed">Receives the targets without a report; the other reports are written.</param>
    public static void WriteReports(CommandContext context, string folder, IReadOnlyList<Backtest> backtests,
        IReadOnlyList<TickerScores> panel, FailedTargets failed)
    {
        var reports = new List<BacktestReport>();
        foreach (var backtest in backtests)
            try
            {
                reports.Add(new BacktestReport(new ComparedBacktest(backtest)));
            }
            catch (InsufficientDataException tooFew)
            {
                failed.Add(backtest.Result.Symbol, "report", tooFew.Message);
            }
        foreach (var report in reports)
        {
            var own = context.Targets.Count == 1 ? folder : Path.Combine(folder, report.Compared.Backtest.Name);
            AtomicFile.WriteAll(own, report.Files());
            context.Terminal.Note($"Report: {Path.Combine(own, BacktestReport.PageFile)}");
        }
        if (reports.Count == 0 || context.Targets.Count == 1)
            return;
        AtomicFile.WriteAll(folder, [new(BacktestIndex.FileName, BacktestIndex.Of(reports, panel))]);
        context.Terminal.Note($"Index of the reports: {Path.Combine(folder, BacktestIndex.FileName)}");
    }

    /// <summary>Writes the evidence of each target into the folder of a release.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="release">The folder of the release.</param>
    /// <param name="backtests">The content of each target's evidence.</param>
    /// <param name="failed">Receives the targets whose backtest cannot be evidence; the others are written.</param>
    public static void WriteEvidence(
        CommandContext context, string release, IReadOnlyList<Backtest> backtests, FailedTargets failed)
    {
        foreach (var backtest in backtests)
            try
            {
                context.Terminal.Note($"Evidence: {EvidenceFolder.Write(release, backtest)}");
            }
            catch (EvidenceException refused)
            {
                failed.Add(backtest.Result.Symbol, "evidence", refused.Message);
            }
    }

    /// <summary>The command that writes the same panel from the same data. It omits the location of the data.</summary>
    public static string PanelCommand(CommandContext context, ParseResult parsed, bool hasSlopes)
    {
        string[] repeated = ["--from", "--to", "--models", "--spans", "--refit-every", "--rolling"];
        var text = new StringBuilder($"volcast backtest --target {string.Join(',', context.Targets.Select(one => one.Target))}"
            + $" --horizon {context.Horizon} --seed {context.Settings.Number(VolcastSettings.Seed)}");
        foreach (var option in parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>()
            .Where(option => repeated.Contains(option.Option.Name) && option.Tokens.Count > 0))
            text.Append(CultureInfo.InvariantCulture, $" {option.Option.Name} {option.Tokens[0].Value}");
        if (hasSlopes)
            text.Append(" --slopes FILE");
        if (parsed.GetValue<bool>(BacktestCommand.WithoutTrees))
            text.Append($" {BacktestCommand.WithoutTrees}");
        return text.Append(" --panel DIR").ToString();
    }

    /// <summary>The command that gives the same numbers from the same data. It omits the location of the data, which differs
    /// between users.</summary>
    internal static string Command(BacktestRequest request, WalkForwardResult result)
    {
        var text = new StringBuilder($"volcast backtest --target {result.Symbol} --horizon {result.Horizon}"
            + $" --from {result.Origins[0]:yyyy-MM-dd}");
        if (request.Training.To is { } to)
            text.Append(CultureInfo.InvariantCulture, $" --to {to:yyyy-MM-dd}");
        if (request.Training.TreeParameters.Count > 0)
            text.Append(" --parameters FILE");
        if (request.Slopes is not null)
            text.Append(" --slopes FILE");
        if (request.LeavesOutTrees)
            text.Append($" {BacktestCommand.WithoutTrees}");
        if (request.RefitEvery != new WalkForwardOptions().RefitEvery)
            text.Append(CultureInfo.InvariantCulture, $" --refit-every {request.RefitEvery}");
        if (request.RollingRows is { } rolling)
            text.Append(CultureInfo.InvariantCulture, $" --rolling {rolling}");
        return text.Append(CultureInfo.InvariantCulture,
            $" --seed {request.Training.Seed} --models {string.Join(',', request.Models)}").ToString();
    }
}
