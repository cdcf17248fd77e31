using Volcast.Cli.Commands;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Cli.Plans;

/// <summary>Runs the units of one chunk of a plan, each as its own run of the stage's command, and stores their results. A unit
/// that has a result is skipped, so a chunk that was stopped continues where it was. A unit that fails does not stop the
/// others.</summary>
/// <param name="shell">The worker's surroundings.</param>
/// <param name="folder">The place of the plan.</param>
/// <param name="plan">The plan.</param>
/// <param name="own">What the worker sets instead of the plan, by setting name: the data folder, the number of threads.</param>
internal sealed class PlanWorker(Shell shell, PlanFolder folder, WorkPlan plan, IReadOnlyDictionary<string, string> own)
{
    private readonly PlannedStage stage = PlannedStage.Of(plan.Stage);

    /// <summary>Refuses a plan that this program cannot work on.</summary>
    /// <exception cref="SettingException">Another version has made it.</exception>
    public static void RequireVersion(WorkPlan plan)
    {
        if (plan.Version != ProgramVersion.Text)
            throw new SettingException($"The plan was made by version {plan.Version}, and this is version {ProgramVersion.Text}. "
                + "Use that version for all its chunks, or make a new plan in another place.");
    }

    /// <param name="index">The chunk.</param>
    /// <param name="note">Receives a sentence for each unit.</param>
    /// <param name="stop">Stops inside a unit, which then has no result.</param>
    /// <returns>An <see cref="ExitCode"/>: 0 also where the stage has returned 3; 2 if no repetition can help.</returns>
    /// <exception cref="SettingException">The plan is for other inputs or of another version, or a result is of another
    /// plan.</exception>
    public async Task<int> RunAsync(int index, Action<string> note, CancellationToken stop)
    {
        RequireVersion(plan);
        var code = ExitCode.Done;
        foreach (var unit in plan.UnitsOf(index))
        {
            var name = plan.Units[unit].Name();
            var (result, etag) = await folder.FindResultAsync(plan, unit, stop);
            if (result is not null)
            {
                note($"{stage.Name} of {name} is done already.");
                continue;
            }
            if (etag is not null)
                note($"warning: the result of {name} is damaged. The unit runs again and replaces it.");
            var ran = await RunUnitAsync(unit, etag, note, stop);
            if (ran == ExitCode.Usage)
                return ran;
            if (ran is not (ExitCode.Done or ExitCode.NeedsAttention))
                code = ExitCode.Failed;
        }
        return code;
    }

    private async Task<int> RunUnitAsync(int unit, string? damaged, Action<string> note, CancellationToken stop)
    {
        var (symbols, name) = (plan.Units[unit].Symbols, plan.Units[unit].Name());
        using var errors = new KeptMessages(shell.Error);
        var command = stage.Command(shell);
        var inner = InnerShell(command, symbols) with { Error = errors };
        await RequireInputsAsync(unit, command, inner, stop);
        var (started, processor) = (shell.Clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var (code, output) = await RunStageAsync(inner, errors, symbols, stop);
        var seconds = Math.Round(shell.Clock.GetElapsedTime(started).TotalSeconds, 3);
        var processorSeconds = Math.Round((Environment.CpuUsage.TotalTime - processor).TotalSeconds, 3);
        stop.ThrowIfCancellationRequested();
        if (code is not (ExitCode.Done or ExitCode.NeedsAttention))
        {
            await folder.PutFailureAsync(new(plan.Digest, unit, code, errors.Failures), stop);
            note($"{stage.Name} of {name} failed with exit code {code} after {seconds:0.0} s.");
            return code;
        }
        var result = new WorkResult(plan.Digest, unit, symbols, code, seconds, processorSeconds, "", "", "");
        if (await folder.PutResultAsync(plan, result, output, stage.Extension, damaged, stop) is { } first)
        {
            if (stage.Form == OutputForm.Csv && first.OutputSha256 != Volcast.Files.Digest.Of(output))
                throw new LakeException($"Two workers have run {stage.Name} of {name} and have different results, of which the "
                    + "first stays. Check that all machines have the same image and the same libxgboost.");
            note($"{stage.Name} of {name}: another worker of the same index has stored its result first, which stays.");
        }
        else
            note($"{stage.Name} of {name} is done after {seconds:0.0} s"
                + (code == ExitCode.Done ? "." : $"; a single run would end with exit code {code}, which its result keeps."));
        return code;
    }

    /// <exception cref="SettingException">They differ from those of the plan.</exception>
    private async Task RequireInputsAsync(int unit, JobCommand command, Shell inner, CancellationToken stop)
    {
        var context = new CommandContext(inner, inner.Resolve(new Dictionary<string, string>(), [.. command.Settings]));
        await using var inputs = new PlanInputs(stage, context);
        var present = stage.IsOfSymbols
            ? await inputs.OfSymbolsAsync(plan.Units[unit].Symbols.Select(Symbol.Parse), stop)
            : await inputs.OfTargetAsync(context.Targets[0], stop);
        if (PlanInputs.Differing(plan.Units[unit].Inputs, present) is { Count: > 0 } differing)
            throw new SettingException($"The plan is for other inputs: {string.Join(", ", differing)} "
                + $"{(differing.Count == 1 ? "has" : "have")} changed since it was made. Make a new plan in another place.");
    }

    private async Task<(int Code, byte[] Output)> RunStageAsync(
        Shell inner, KeptMessages errors, IReadOnlyList<string> symbols, CancellationToken stop)
    {
        using var printed = new StringWriter { NewLine = "\n" };
        inner = inner with { Out = printed, Data = printed };
        List<string> arguments = [stage.Name, .. plan.Arguments];
        if (stage.Form == OutputForm.Csv)
        {
            var temporary = Directory.CreateTempSubdirectory("volcast-");
            try
            {
                var file = Path.Combine(temporary.FullName, "output");
                errors.NotPassed = file; // The result is stored, and this file is gone when somebody reads its name.
                var code = await VolcastCommandLine.RunAsync([.. arguments, PlannedStage.OutFlag, file], inner, stop);
                return (code, File.Exists(file) ? await File.ReadAllBytesAsync(file, stop) : []);
            }
            finally
            {
                temporary.Delete(recursive: true);
            }
        }
        if (stage.Form == OutputForm.Json)
            arguments.Add("--json");
        if (stage.IsOfSymbols)
            arguments.AddRange([IngestCommand.SymbolsFlag, string.Join(',', symbols)]);
        return (await VolcastCommandLine.RunAsync([.. arguments], inner, stop),
            System.Text.Encoding.UTF8.GetBytes(printed.ToString()));
    }

    private Shell InnerShell(JobCommand command, IReadOnlyList<string> symbols)
    {
        var values = new Dictionary<string, string>(plan.Settings);
        foreach (var (name, value) in own)
            values[name] = value;
        // The symbols beside the targets include an index, and are no targets: a source may lack them.
        if (!symbols.Any(symbol => Symbol.Parse(symbol).IsIndex))
            values[VolcastSettings.Targets.Name] = string.Join(',', symbols);
        return PlanShell.Of(shell, PlannedStage.Fixed(command).Select(setting => setting.Name).ToHashSet(), values);
    }

    /// <summary>Passes standard error on, but for lines with one text, and keeps the messages that say why a run failed.</summary>
    private sealed class KeptMessages(TextWriter passedTo) : StringWriter
    {
        private const string Start = "volcast: ";

        public string? NotPassed { get; set; }

        public string Failures => string.Join('\n', ToString().Split('\n')
            .Where(line => line.StartsWith(Start, StringComparison.Ordinal)).Select(line => line[Start.Length..].TrimEnd()));

        public override void Write(char value)
        {
            passedTo.Write(value);
            base.Write(value);
        }

        public override void Write(string? value)
        {
            passedTo.Write(value);
            base.Write(value);
        }

        public override void WriteLine(string? value)
        {
            if (NotPassed is not { } hidden || value?.Contains(hidden, StringComparison.Ordinal) is not true)
                passedTo.WriteLine(value);
            base.Write($"{value}\n");
        }
    }
}
