using System.CommandLine;
using Volcast.Cli.Plans;
using Volcast.Hosting;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast work --plan</c>: the task of an array job.</summary>
internal static class WorkCommand
{
    /// <summary>The flag that names the place of a plan.</summary>
    public static Option<string> PlanOption() => new("--plan")
    {
        Description = "place of the plan, as `plan --out` got it",
        HelpName = "dir",
        Required = true,
    };

    public static Command Create(Shell shell)
    {
        var plan = PlanOption();
        var index = new Option<string?>(ArrayIndex.Flag)
        {
            Description = "the chunk to work on, from 0 [default: the environment variable "
                + $"{string.Join(", ", ArrayIndex.Variables.SkipLast(1))} or {ArrayIndex.Variables[^1]}]",
            HelpName = "number",
        };
        return JobCommand.Create(
            shell, "work", "Runs one chunk of a plan and stores its results. The exit code is 0 also where the data need "
                + "attention, and 2 where another attempt cannot help.",
            [Data, Threads], [plan, index], async (context, parsed, stop) =>
            {
                var folder = new PlanFolder(context.OpenPlace(plan.Name, parsed.GetValue(plan)!));
                var made = await folder.ReadPlanAsync(stop);
                PlanWorker.RequireVersion(made);
                var chunk = ArrayIndex.Of(parsed.GetValue(index), shell.Environment, made.Chunks);
                return await new PlanWorker(shell, folder, made, Own(context)).RunAsync(chunk, context.Terminal.Note, stop);
            });
    }

    /// <summary>What this worker sets itself: the number of threads, and another data folder than the plan's if a flag names
    /// it.</summary>
    private static Dictionary<string, string> Own(CommandContext context)
    {
        var own = new Dictionary<string, string>();
        if (context.Settings.IsGiven(Threads))
            own[Threads.Name] = context.Settings.Text(Threads);
        if (context.Settings[Data].Origin == SettingOrigin.Flag)
            own[Data.Name] = context.DataFolder;
        return own;
    }
}
