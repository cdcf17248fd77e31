using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Evaluation;
using Volcast.Evidence.Panels;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Services.Training;
using Volcast.Volatility;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast backtest</c></summary>
internal static class BacktestCommand
{
    /// <summary>The flag of an ablation.</summary>
    public const string WithoutTrees = "--without-trees";

    private const string Stage = "backtest";

    /// <summary>Reports and evidence have a file of this name, each in the folder or, with several targets, in a folder of each
    /// target.</summary>
    private const string ReportFile = "forecasts.csv";

    /// <summary>The number of labelled sessions in ten years, the default of <c>LOOKBACK_PERIOD</c>.</summary>
    private const int DefaultLookBackRows = 10 * RealizedVariance.SessionsPerYear;

    public static Command Create(Shell shell)
    {
        var range = OriginRange.Judged();
        var output = new OutputFile(
            "csv file to write with every forecast as annualised variance; without it only the scores are printed");
        var reasons = new OutputFile("csv file to write with the base and the contribution of each input to each forecast,"
            + " for the model that a report is about: volcast if it takes part, else the first model", "--reasons");
        var parameters = new ChosenParameters();
        var slopes = new GivenSlopes();
        var report = new OutputFolder("--report",
            "folder for report.html, report.json and forecasts.csv; several targets get one folder each");
        var evidence = new OutputFolder("--evidence",
            "folder of a release, such as docs/evidence/volcast-1, for the files with which the tables of the docs are compared");
        var panel = new OutputFolder("--panel", "folder for the scores of each target and their summary over all targets; a"
            + " second run computes only what is missing or has other inputs");
        var spans = new Option<string?>("--spans")
        {
            Description = "years of forecast origins that the summary of several targets gives beside all origins, such as"
                + " 2010-2018,2019-2021 [default: the years to 2018 and those after]",
            HelpName = "years",
        };
        var models = ModelsOption.Several(
            "--models", $"forecasters, separated by commas [default: all: {string.Join(",", ForecasterCatalog.Names)}]");
        var refit = Sessions("--refit-every", "sessions from one refit to the next [default: 42]");
        var rolling = Sessions("--rolling", "train on this many of the newest sessions only [default: all]");
        var withoutTrees = new Option<bool>(WithoutTrees) { Description = "fit volcast without its trees, to see what they add" };
        return JobCommand.Create(
            shell, "backtest",
            "Runs a walk-forward of the models and writes a file or a report; registers nothing. With --source or --path, first"
            + " updates the lake.",
            [Source, CsvPath, Lookback, Targets, OneHorizon, Data, Seed, Threads],
            [.. range.Options, models, refit.Option, rolling.Option, parameters.Option, slopes.Option, withoutTrees, output.Option,
                reasons.Option, report.Option, evidence.Option, panel.Option, spans],
            async (context, parsed, stop) =>
            {
                var names = models.Of(parsed) ?? ForecasterCatalog.Names;
                var ofTargets = context.Targets.Select(roles => $"{roles.Target}-{context.Horizon}d").ToArray();
                var (path, why) = (output.Of(parsed, context), reasons.Of(parsed, context));
                using var outputs = new BacktestOutputs(path, why, report.Of(parsed, context, ReportFile, ofTargets),
                    evidence.Of(parsed, context, ReportFile, ofTargets));
                OutputFile.RequireDistinct(context, ("--out", path), ("--reasons", why), (report.Name, report.Given(parsed)),
                    (evidence.Name, evidence.Given(parsed)), (panel.Name, panel.Given(parsed)));
                var panels = panel.Of(parsed, context, PanelFolder.PageFile(context.Horizon), []);
                var years = Spans(parsed.GetValue(spans));
                var origins = range.Of(parsed);
                var sets = slopes.Of(names, context, parsed);
                var failed = Stages.NoFailures(context);
                if (!await TryUpdateLakeAsync(context, failed, stop))
                    return Stages.Finish(context, failed);
                await using var lake = await context.OpenLakeAsync(stop);
                using var folds = context.OpenFolds();
                var job = new BacktestJob(lake, context.Calendar, context.Clock, folds);
                var summary = new PanelRun(panels is null ? null : new PanelFolder(panels), years, canResume: !outputs.AreWanted);
                foreach (var roles in context.Targets)
                {
                    var training = parameters.Put(
                        Stages.Trainings(context, roles.Target, origins).Single(), names, context, parsed);
                    var request = new BacktestRequest(training)
                    {
                        Models = names,
                        RefitEvery = (int?)refit.Of(parsed) ?? new WalkForwardOptions().RefitEvery,
                        RollingRows = (int?)rolling.Of(parsed),
                        Slopes = sets,
                        LeavesOutTrees = parsed.GetValue(withoutTrees),
                        IsExplained = outputs.IsExplained,
                        IsCompared = outputs.IsReported,
                        LookBackRows = outputs.IsReported && rolling.Of(parsed) is null ? DefaultLookBackRows : null,
                    };
                    if (await failed.TryAsync(
                        roles.Target.Value, Stage, () => summary.DigestAsync(job, request, stop)) is not { } digest)
                        continue;
                    if (summary.TryResume(digest, request))
                    {
                        context.Terminal.Note($"{roles.Target} has the same inputs as in {panels}: not computed again.");
                        continue;
                    }
                    if (await failed.TryAsync(
                        roles.Target.Value, Stage, () => job.RunAsync(request, context.Terminal, stop)) is not { } outcome)
                        continue;
                    var absence = TrainingView.WriteScores(context.Terminal, outcome.Result, lake.Kind);
                    if (absence is not null)
                        failed.Add(roles.Target.Value, Stage, absence);
                    outputs.Add(context, outcome, request, isScored: absence is null);
                    if (!failed.Includes(roles.Target.Value))
                        summary.Add(digest, outcome, failed, isRequired: panels is not null);
                    if (panels is not null)
                        folds.Remove();
                }
                if (summary.Scores.Count > 1 || panels is not null)
                    PanelView.Write(context.Terminal, summary.Scores, lake.Kind);
                if (summary.WriteTo(failed, BacktestFolders.PanelCommand(context, parsed, sets is not null)) is { } page)
                    context.Terminal.Note($"Summary of the panel: {page}");
                await outputs.WriteAsync(context, summary.Scores, failed, stop);
                if (!outputs.AreEmpty)
                    folds.Remove();
                return Stages.Finish(context, failed);
            });
    }

    /// <summary>Downloads and settles bars if a flag names their source.</summary>
    /// <returns>Whether a target is left.</returns>
    private static async Task<bool> TryUpdateLakeAsync(CommandContext context, FailedTargets failed, CancellationToken stop)
    {
        if (context.Settings[Source].Origin != SettingOrigin.Flag && context.Settings[CsvPath].Origin != SettingOrigin.Flag)
            return true;
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        failed.AddFrom(context.Targets, await Stages.IngestAsync(context, lake, stop));
        if (failed.All.Count < context.Targets.Count)
            await Stages.FeaturesAsync(context, lake, failed, stop);
        return failed.All.Count < context.Targets.Count;
    }

    private static NumberFlag Sessions(string name, string description) =>
        NumberFlag.Whole(name, description, "sessions", "a whole number of sessions, at least 1", 1, int.MaxValue);

    /// <exception cref="SettingException">The text is not a list of years.</exception>
    private static IReadOnlyList<PanelSpan>? Spans(string? given) => given is null ? null : PanelSpan.Parse(given)
        ?? throw new SettingException(
            $"'{given}' given by --spans: expected years such as 2010-2018,2019-2021, the first not after the last.");
}
