using Volcast.Cli.Commands;
using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Cli.Plans;

/// <summary>Divides a stage by its symbols.</summary>
/// <param name="stage">The stage.</param>
/// <param name="context">The settings of the plan.</param>
internal sealed class PlanMaker(PlannedStage stage, CommandContext context)
{
    /// <param name="command">The stage's command, whose settings the plan fixes.</param>
    /// <param name="arguments">The given flags of the stage that are not settings.</param>
    /// <param name="chunks">The wanted number of chunks.</param>
    /// <param name="stop">Stops between targets.</param>
    /// <exception cref="SettingException">There are fewer units than chunks.</exception>
    public async Task<WorkPlan> MakeAsync(
        JobCommand command, IReadOnlyList<string> arguments, int chunks, CancellationToken stop)
    {
        var units = new List<WorkUnit>();
        await using var inputs = new PlanInputs(stage, context);
        if (stage.IsOfSymbols)
            foreach (var symbols in SymbolsToDownload())
                units.Add(new([.. symbols.Select(symbol => symbol.Value)], await inputs.OfSymbolsAsync(symbols, stop)));
        else
            foreach (var roles in context.Targets)
                units.Add(new([roles.Target.Value], await inputs.OfTargetAsync(roles, stop)));
        if (units.Count < chunks)
            throw new SettingException($"{stage.Name} of {Counted.Of(context.Targets.Count, "target")} has {Counted.Of(units.Count, "unit")}, and "
                + $"{Counted.Of(chunks, "chunk")} cannot be made of them: give --chunks {units.Count} or less.");
        return WorkPlan.Create(ProgramVersion.Text, stage.Name, arguments, FixedSettings(command), chunks, units);
    }

    /// <summary>The symbols beside the targets together, because their checks compare them with each other; then each target
    /// alone.</summary>
    private IEnumerable<Symbol[]> SymbolsToDownload()
    {
        Symbol[] targets = [.. context.Targets.Select(roles => roles.Target)];
        Symbol[] beside = [.. context.Targets.SelectMany(roles => roles.Symbols).Distinct().Except(targets)];
        return (beside.Length > 0 ? [beside] : Array.Empty<Symbol[]>()).Concat(targets.Select(target => new[] { target }));
    }

    /// <summary>Paths are absolute, because a worker may run in another folder.</summary>
    private Dictionary<string, string> FixedSettings(JobCommand command)
    {
        var settings = PlannedStage.Fixed(command).Select(setting => context.Settings[setting])
            .Where(value => value.Origin != SettingOrigin.Default && value.Setting.Name != VolcastSettings.Targets.Name)
            .ToDictionary(value => value.Setting.Name, value => value.Value);
        settings[VolcastSettings.Data.Name] = context.DataFolder;
        if (settings.TryGetValue(VolcastSettings.CsvPath.Name, out var folder))
            settings[VolcastSettings.CsvPath.Name] = context.PlaceOf(folder);
        return settings;
    }
}
