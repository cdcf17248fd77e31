using Volcast.Evidence.Backtests;
using Volcast.Evidence.Panels;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>Sums up the backtests of several targets. It keeps a few numbers of each, in memory and in its folder.</summary>
/// <param name="folder">Where the scores are kept; null keeps them in memory only.</param>
/// <param name="spans">Null for the default.</param>
/// <param name="canResume">Whether stored scores may replace a run; not if its forecasts are wanted too.</param>
internal sealed class PanelRun(PanelFolder? folder, IReadOnlyList<PanelSpan>? spans, bool canResume)
{
    private readonly List<TickerScores> scores = [];

    /// <summary>In the order of the targets.</summary>
    public IReadOnlyList<TickerScores> Scores => scores;

    /// <summary>The digest of a target's scores; empty without a folder, where nothing is compared with it.</summary>
    public async Task<string> DigestAsync(BacktestJob job, BacktestRequest request, CancellationToken stop) => folder is null
        ? "" : Digest.Of($"{await job.DigestAsync(request, stop)}\n{typeof(TickerScores).Module.ModuleVersionId}\n"
            + string.Join(',', (spans ?? []).Select(span => span.Name)));

    /// <summary>Takes the stored scores of a target if they have this digest.</summary>
    public bool TryResume(string digest, BacktestRequest request)
    {
        if (!canResume || folder?.Find(request.Training.Target.Value, request.Training.Horizon, digest) is not { } known)
            return false;
        scores.Add(known);
        return true;
    }

    /// <summary>Scores a target, and stores the scores.</summary>
    /// <param name="digest">As <see cref="DigestAsync"/>.</param>
    /// <param name="outcome">The backtest.</param>
    /// <param name="failed">Receives the target if it cannot be scored.</param>
    /// <param name="isRequired">Whether that is a failure.</param>
    public void Add(string digest, BacktestResult outcome, FailedTargets failed, bool isRequired)
    {
        try
        {
            var own = TickerScores.Of(digest, outcome.Result, outcome.Model,
                outcome.DataKind == DataKind.Simulated ? BacktestRun.Simulated : BacktestRun.Real, spans);
            folder?.Store(own);
            scores.Add(own);
        }
        catch (InsufficientDataException tooFew)
        {
            if (isRequired)
                failed.Add(outcome.Result.Symbol, "panel", tooFew.Message);
        }
    }

    /// <summary>Writes the summary.</summary>
    /// <returns>The page; null without a folder, or if no target has scores.</returns>
    public string? WriteTo(FailedTargets failed, string command) => folder is null || scores.Count == 0 ? null
        : folder.WriteSummary(PanelPage.Of(scores, failed.All.ToDictionary(one => one.Target, one => one.Reason), command));
}
