using Volcast.Cli.Pipeline;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Evidence.Panels;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>What <c>volcast backtest</c> writes of its results: files with the forecasts and the reasons of every origin, reports
/// and evidence. It gathers them target by target; forecasts wait on the disk.</summary>
/// <param name="forecasts">The csv file of <c>--out</c>; null for none.</param>
/// <param name="reasons">The csv file of <c>--reasons</c>; null for none.</param>
/// <param name="reports">The folder of <c>--report</c>; null for none.</param>
/// <param name="release">The folder of <c>--evidence</c>; null for none.</param>
internal sealed class BacktestOutputs(string? forecasts, string? reasons, string? reports, string? release) : IDisposable
{
    private readonly SpilledForecasts spilled = new();
    private readonly List<WalkForwardResult> explained = [];
    private readonly List<Backtest> backtests = [];

    /// <summary>Whether no target has a result.</summary>
    public bool AreEmpty { get; private set; } = true;

    /// <summary>Whether a report or evidence is written, which compare models.</summary>
    public bool IsReported => reports is not null || release is not null;

    /// <summary>Whether the reasons of each forecast are computed.</summary>
    public bool IsExplained => IsReported || reasons is not null;

    /// <summary>Whether anything is written that needs the forecasts themselves.</summary>
    public bool AreWanted => IsExplained || forecasts is not null;

    /// <param name="context">The invocation.</param>
    /// <param name="outcome">The result of one target.</param>
    /// <param name="request">Its request.</param>
    /// <param name="isScored">Whether it has scores; without them there is no report.</param>
    public void Add(CommandContext context, BacktestResult outcome, BacktestRequest request, bool isScored)
    {
        AreEmpty = false;
        if (forecasts is not null)
            spilled.Add(outcome.Result);
        if (reasons is not null)
            explained.Add(outcome.Result);
        if (IsReported && isScored)
            backtests.Add(BacktestFolders.ContentOf(context, outcome, request));
    }

    /// <summary>Writes everything that was asked for; nothing if no target has a result.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="panel">The scores of the targets, whose summary the index of the reports shows.</param>
    /// <param name="failed">Receives the targets without a report or evidence.</param>
    /// <param name="stop">Stops between files.</param>
    public async Task WriteAsync(
        CommandContext context, IReadOnlyList<TickerScores> panel, FailedTargets failed, CancellationToken stop)
    {
        if (AreEmpty)
            return;
        if (forecasts is not null)
            context.Terminal.Note($"Forecasts of every origin: {await spilled.WriteAsync(context, forecasts, stop)}");
        if (reasons is not null)
            context.Terminal.Note("Reasons of every origin: "
                + OutputFile.Write(context, reasons, writer => ReasonsFile.Write(writer, explained)));
        if (reports is not null)
            BacktestFolders.WriteReports(context, reports, backtests, panel, failed);
        if (release is not null)
            BacktestFolders.WriteEvidence(context, release, backtests, failed);
    }

    public void Dispose() => spilled.Dispose();
}
