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
        var range = OriginRange.Judged();
        var output = new OutputFile("csv file to write, annualised variance; without it only the scores are printed");
        var reasons = new OutputFile("csv file to write: why each origin was forecast as it was, base and contribution of each"
            + " input, of the model that a report is about: volcast where it takes part, else the first", "--reasons");
        var parameters = new ChosenParameters();
        var report = Folder("--report",
            "folder for report.html with report.json and forecasts.csv; several targets get a folder each");
        var evidence = Folder("--evidence",
            "folder of a release, such as docs/evidence/volcast-1, in which to keep what the docs' tables are computed from");
        var models = new Option<string?>("--models")
        {
            Description = $"forecasters with commas between [default: all: {string.Join(",", ForecasterCatalog.Names)}]",
            HelpName = "names",
        };
        var refit = Sessions("--refit-every", "sessions from one refit to the next [default: 42]");
        var rolling = Sessions("--rolling", "learn from this many of the newest sessions only [default: all]");
        return JobCommand.Create(
            shell, "backtest",
            "Walks the models forward to a file or a report; registers nothing. With --source or --path the lake is brought up"
            + " to date first.",
            [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads],
            [.. range.Options, models, refit.Option, rolling.Option, parameters.Option, output.Option, reasons.Option, report,
                evidence],
            async (run, parsed, stop) =>
            {
                var names = Names(parsed.GetValue(models));
                var (reports, release) = (PathOf(run, report, parsed), PathOf(run, evidence, parsed));
                var (path, why) = (output.Of(parsed, run), reasons.Of(parsed, run));
                var origins = range.Of(parsed);
                if (run.Settings[Source].Origin == SettingOrigin.Flag || run.Settings[CsvPath].Origin == SettingOrigin.Flag)
                {
                    await using var writable = await run.OpenLakeForWritingAsync(stop);
                    await Stages.IngestAsync(run, writable, stop);
                    await Stages.FeaturesAsync(run, writable, stop);
                }
                await using var lake = await run.OpenLakeAsync(stop);
                using var folds = run.OpenFolds();
                var isTold = reports is not null || release is not null;
                var unscored = new List<string>();
                var results = new List<WalkForwardResult>();
                var backtests = new List<Backtest>();
                foreach (var roles in run.Targets)
                {
                    var training = parameters.Put(Stages.Training(run, roles.Target, origins), names, run, parsed);
                    var request = new BacktestRequest(training)
                    {
                        Models = names,
                        RefitEvery = (int?)refit.Of(parsed) ?? new WalkForwardOptions().RefitEvery,
                        RollingRows = (int?)rolling.Of(parsed),
                        IsExplained = isTold || why is not null,
                        IsCompared = isTold,
                        LookBackRows = isTold && rolling.Of(parsed) is null ? DefaultLookBackRows : null,
                    };
                    var outcome = await new BacktestJob(lake, run.Calendar, folds).RunAsync(request, run.Terminal, stop);
                    results.Add(outcome.Result);
                    if (TrainingView.WriteScores(run.Terminal, outcome.Result, lake.Kind) is { } absence)
                        unscored.Add(absence);
                    else if (isTold)
                        backtests.Add(BacktestFolders.Told(run, outcome, request));
                }
                if (path is not null)
                    run.Terminal.Note(
                        $"Forecasts of every origin: {OutputFile.Write(run, path, writer => Write(writer, results))}");
                if (why is not null)
                    run.Terminal.Note(
                        $"Reasons of every origin: {OutputFile.Write(run, why, writer => ReasonsFile.Write(writer, results))}");
                if (reports is not null)
                    unscored.AddRange(BacktestFolders.WriteReports(run, reports, backtests));
                if (release is not null)
                    BacktestFolders.WriteEvidence(run, release, backtests);
                folds.Remove();
                return unscored.Count == 0 ? ExitCode.Done : throw new InsufficientDataException(string.Join('\n', unscored));
            });
    }

    private static NumberFlag Sessions(string name, string description) =>
        NumberFlag.Whole(name, description, "sessions", "a whole number of sessions, at least 1", 1, int.MaxValue);

    private static Option<string?> Folder(string name, string description) =>
        new(name) { Description = description, HelpName = "dir" };

    /// <exception cref="SettingException">It is no folder.</exception>
    private static string? PathOf(Run run, Option<string?> option, ParseResult parsed)
    {
        switch (parsed.GetValue(option))
        {
            case null:
                return null;
            case "":
                throw new SettingException($"{option.Name} needs a folder name.");
            case var folder when File.Exists(run.PathOf(folder)):
                throw new SettingException($"{option.Name} {folder} is a file: give a folder.");
            case var folder:
                OutputFile.RequireWritable(option.Name, run.PathOf(folder));
                return run.PathOf(folder);
        }
    }

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

    private static void Write(TextWriter writer, IReadOnlyList<WalkForwardResult> results)
    {
        BacktestFile.WriteHeader(writer);
        foreach (var result in results)
            BacktestFile.WriteRows(writer, result);
    }
}
