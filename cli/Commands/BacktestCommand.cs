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
        var output = new Option<string?>("--out")
        {
            Description = "csv file to write, annualised variance; without it only the scores are printed",
            HelpName = "file",
        };
        return JobCommand.Create(
            shell, "backtest",
            "Walks the models forward to a file; registers nothing. With --source or --path the lake is brought up to date"
            + " first.",
            [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads], [.. range.Options, output],
            async (run, parsed, stop) =>
            {
                var path = parsed.GetValue(output);
                if (path is { Length: 0 })
                    throw new SettingException("--out needs a file name.");
                if (path is not null && Directory.Exists(run.PathOf(path)))
                    throw new SettingException($"--out {path} is a folder: give a file name.");
                var origins = range.Of(parsed);
                if (run.Settings[Source].Origin == SettingOrigin.Flag || run.Settings[CsvPath].Origin == SettingOrigin.Flag)
                {
                    await using var writable = await run.OpenLakeForWritingAsync(stop);
                    await Stages.IngestAsync(run, writable, stop);
                    await Stages.FeaturesAsync(run, writable, stop);
                }
                await using var lake = await run.OpenLakeAsync(stop);
                var results = new List<WalkForwardResult>();
                foreach (var roles in run.Targets)
                {
                    var request = Stages.Training(run, roles.Target, origins);
                    results.Add(await new BacktestJob(lake, run.Calendar).RunAsync(request, run.Terminal, stop));
                    TrainingView.WriteScores(run.Terminal, results[^1], lake.Kind);
                }
                if (path is not null)
                    WriteFile(run, path, results);
                return ExitCode.Done;
            });
    }

    /// <summary>A regular file is replaced whole or not at all, also behind a link; a device is written to.</summary>
    private static void WriteFile(Run run, string path, IReadOnlyList<WalkForwardResult> results)
    {
        var named = new FileInfo(run.PathOf(path));
        var file = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (file.StartsWith("/dev/", StringComparison.Ordinal))
        {
            Write(file, results);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = file + ".tmp";
        try
        {
            Write(temporary, results);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        run.Terminal.Note($"Forecasts of every origin: {file}");
    }

    private static void Write(string file, IReadOnlyList<WalkForwardResult> results)
    {
        using var writer = new StreamWriter(file);
        BacktestFile.WriteHeader(writer);
        foreach (var result in results)
            BacktestFile.WriteRows(writer, result);
    }
}
