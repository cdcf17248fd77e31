using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Plans;
using Volcast.Hosting;
using Volcast.Lake.S3;
using Volcast.Workspace;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast plan STAGE</c>: divides a stage for the tasks of an array job.</summary>
internal static class PlanCommand
{
    private const int MostChunks = 100_000;

    public static Command Create(Shell shell)
    {
        var plan = new Command(
            "plan", "Divides a stage by its symbols into chunks for an array job: Slurm, Kubernetes, AWS Batch.");
        foreach (var stage in PlannedStage.All)
            plan.Add(Create(shell, stage));
        return plan;
    }

    private static Command Create(Shell shell, PlannedStage stage)
    {
        var own = stage.Command(shell);
        var further = own.FurtherOptions.Where(option => !stage.Left.Contains(option.Name)).ToArray();
        var chunks = NumberFlag.Whole("--chunks", "how many chunks to make: the size of the array job", "count",
            $"a whole number from 1 to {MostChunks}", 1, MostChunks);
        var place = new Option<string>("--out")
        {
            Description = "folder or place in a bucket for the plan and its results, which all workers reach; one plan a place",
            HelpName = "dir",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of text" };
        return JobCommand.Create(
            shell, stage.Name, $"Plans `{stage.Name}`: every symbol is in exactly one chunk.", [.. own.Settings],
            [.. further, chunks.Option, place, json], async (context, parsed, stop) =>
            {
                if (chunks.Of(parsed) is not { } count)
                    throw new SettingException("--chunks is missing: give the number of tasks of the array job.");
                foreach (var models in further.OfType<ModelsOption>())
                    models.Of(parsed); // A name that does not exist is refused here, and not by each worker.
                var made = await new PlanMaker(stage, context).MakeAsync(
                    own, [.. further.SelectMany(option => Words(parsed, option))], (int)count, stop);
                var store = context.OpenPlace(place.Name, parsed.GetValue(place)!);
                if (ObjectStores.IsBucket(store.Description))
                    await ConditionalPuts.RequireAsync(store, stop); // Workers put their results on the condition that there is none.
                var folder = new PlanFolder(store);
                await folder.PutAsync(made, stop);
                PlanView.WarnOfMissingInputs(context.Terminal, made);
                if (parsed.GetValue(json))
                    DocumentJson.Write(context.Terminal, PlanView.Document(made, folder.Description));
                else
                    PlanView.Write(context.Terminal, made, folder.Description);
                return ExitCode.Done;
            });
    }

    /// <summary>The words of an option as the stage's command takes them; none if it was not given.</summary>
    private static IEnumerable<string> Words(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false } given
            ? [option.Name, .. given.Tokens.Select(token => token.Value)] : [];
}
