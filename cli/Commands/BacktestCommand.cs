using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Services.Training;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast backtest</c></summary>
internal static class BacktestCommand
{
    public static Command Create(Shell shell)
    {
        var range = new OriginRange();
        var output = new OutputFile("csv file to write, annualised variance; without it only the scores are printed");
        var parameters = new ChosenParameters();
        return JobCommand.Create(
            shell, "backtest",
            "Walks the models forward to a file; registers nothing. With --source or --path the lake is brought up to date"
            + " first.",
            [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads],
            [.. range.Options, parameters.Option, output.Option],
            async (run, parsed, stop) =>
            {
                var path = output.Of(parsed, run);
                var origins = range.Of(parsed);
                if (run.Settings[Source].Origin == SettingOrigin.Flag || run.Settings[CsvPath].Origin == SettingOrigin.Flag)
                {
                    await using var writable = await run.OpenLakeForWritingAsync(stop);
                    await Stages.IngestAsync(run, writable, stop);
                    await Stages.FeaturesAsync(run, writable, stop);
                }
                await using var lake = await run.OpenLakeAsync(stop);
                using var folds = run.OpenFolds();
                var results = new List<WalkForwardResult>();
                foreach (var roles in run.Targets)
                {
                    var request = parameters.Put(Stages.Training(run, roles.Target, origins), run, parsed);
                    results.Add(await new BacktestJob(lake, run.Calendar, folds).RunAsync(request, run.Terminal, stop));
                    TrainingView.WriteScores(run.Terminal, results[^1], lake.Kind);
                }
                if (path is not null)
                    run.Terminal.Note(
                        $"Forecasts of every origin: {OutputFile.Write(run, path, writer => Write(writer, results))}");
                folds.Remove();
                return ExitCode.Done;
            });
    }

    private static void Write(TextWriter writer, IReadOnlyList<WalkForwardResult> results)
    {
        BacktestFile.WriteHeader(writer);
        foreach (var result in results)
            BacktestFile.WriteRows(writer, result);
    }
}
