using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Plans;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast gather --plan</c>: whether a plan is complete, and its joined results.</summary>
internal static class GatherCommand
{
    public static Command Create(Shell shell)
    {
        var plan = WorkCommand.PlanOption();
        var output = new OutputFile("file to write with the results of all units in the order of the plan: the csv of "
            + "`backtest`, the JSON of `forecast --json`, the text of the other stages; written only if the plan is complete");
        var missing = new Option<bool>("--missing")
        {
            Description = "print only the missing indexes, such as 1,4-6, for the array option of an engine",
        };
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of text" };
        return JobCommand.Create(
            shell, "gather",
            "Checks that every chunk of a plan is done, and joins the results. The exit code is 1 while one is missing.",
            [], [plan, output.Option, missing, json], async (context, parsed, stop) =>
            {
                var file = output.Of(parsed, context);
                var folder = new PlanFolder(context.OpenPlace(plan.Name, parsed.GetValue(plan)!));
                var gathered = await GatheredPlan.ReadAsync(folder, stop);
                if (gathered.IsComplete && file is not null)
                    file = await OutputFile.WriteAsync(context, file, target => gathered.JoinAsync(folder, target, stop));
                else
                    file = null;
                if (parsed.GetValue(missing))
                    context.Terminal.Data.WriteLine(gathered.MissingIndexes);
                else if (parsed.GetValue(json))
                    DocumentJson.Write(context.Terminal, PlanView.Document(gathered, folder.Description, file));
                else
                    PlanView.Write(context.Terminal, gathered, folder.Description, file);
                return gathered.IsComplete ? ExitCode.Done : ExitCode.Failed;
            });
    }
}
