using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Evaluation;
using Volcast.Evaluation.Report;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Services.Training;
using Volcast.Volatility;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast backtest</c></summary>
internal static class BacktestCommand
{
    /// <summary>The labelled sessions in the ten years that <c>LOOKBACK_PERIOD</c> takes by default.</summary>
    private const int DefaultLookBackRows = 10 * RealizedVariance.SessionsPerYear;

    public static Command Create(Shell shell)
    {
        var range = new OriginRange();
        var output = new Option<string?>("--out")
        {
            Description = "csv file to write, annualised variance; without it only the scores are printed",
            HelpName = "file",
        };
        var report = Folder("--report",
            "folder for report.html with report.json and forecasts.csv; several targets get a folder each");
        var evidence = Folder("--evidence",
            "folder of a release, such as docs/evidence/volcast-1, in which to keep what the docs' tables are computed from");
        var models = new Option<string?>("--models")
        {
            Description = $"forecasters with commas between [default: all: {string.Join(",", ForecasterCatalog.Names)}]",
            HelpName = "names",
        };
        return JobCommand.Create(
            shell, "backtest",
            "Walks the models forward to a file or a report; registers nothing. With --source or --path the lake is brought up"
            + " to date first.",
            [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads],
            [.. range.Options, output, report, evidence, models],
            async (run, parsed, stop) =>
            {
                var names = Names(parsed.GetValue(models));
                var (reports, release) = (PathOf(run, report, parsed), PathOf(run, evidence, parsed));
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
                var isTold = reports is not null || release is not null;
                var results = new List<WalkForwardResult>();
                var backtests = new List<Backtest>();
                foreach (var roles in run.Targets)
                {
                    var request = new BacktestRequest(Stages.Training(run, roles.Target, origins))
                    {
                        Models = names,
                        LookBackRows = isTold ? DefaultLookBackRows : null,
                    };
                    var outcome = await new BacktestJob(lake, run.Calendar).RunAsync(request, run.Terminal, stop);
                    results.Add(outcome.Result);
                    TrainingView.WriteScores(run.Terminal, outcome.Result, lake.Kind);
                    if (isTold)
                        backtests.Add(BacktestFolders.Told(run, outcome, request));
                }
                if (path is not null)
                    WriteFile(run, path, results);
                if (reports is not null)
                    BacktestFolders.WriteReports(run, reports, backtests);
                if (release is not null)
                    BacktestFolders.WriteEvidence(run, release, backtests);
                return ExitCode.Done;
            });
    }

    private static Option<string?> Folder(string name, string description) =>
        new(name) { Description = description, HelpName = "dir" };

    /// <exception cref="SettingException">It is no folder.</exception>
    private static string? PathOf(Run run, Option<string?> option, ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => null,
        "" => throw new SettingException($"{option.Name} needs a folder name."),
        var folder when File.Exists(run.PathOf(folder)) =>
            throw new SettingException($"{option.Name} {folder} is a file: give a folder."),
        var folder => run.PathOf(folder),
    };

    /// <exception cref="SettingException">There is no such forecaster.</exception>
    private static IReadOnlyList<string> Names(string? given)
    {
        if (given is null)
            return ForecasterCatalog.Names;
        var names = given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray();
        return names.FirstOrDefault(name => !ForecasterCatalog.Names.Contains(name)) is { } unknown
            ? throw new SettingException(
                $"'{unknown}' given by --models: there are {string.Join(", ", ForecasterCatalog.Names)}.")
            : names.Length > 0 ? names : throw new SettingException("--models needs at least one name.");
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
