using Volcast.Evaluation;
using Volcast.Hosting;

namespace Volcast.Services.Training;

/// <summary>Reports the progress of a run of many fits, and first how many folds a killed run had finished.</summary>
internal sealed class FoldProgress(string run, string step, IProgress<JobProgress> progress) : IProgress<WalkForwardProgress>
{
    public void Report(WalkForwardProgress value)
    {
        if (value.Resumed > 0 && value.Resumed == value.Done)
            progress.Report(new JobProgress($"{run} resumed: {value.Resumed} of {value.Total} folds", 1, 1));
        progress.Report(new JobProgress(step, value.Done, value.Total));
    }
}
