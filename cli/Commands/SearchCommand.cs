using System.CommandLine;
using System.Text;
using Volcast.Cli.Output;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Services.Training;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast search</c></summary>
internal static class SearchCommand
{
    private const int DefaultBudget = 30;

    public static Command Create(Shell shell)
    {
        var range = new OriginRange(
            "first origin that may be held out, YYYY-MM-DD; earlier ones are used for training only [default: the first]",
            "last session that is used, YYYY-MM-DD [default: the newest]");
        var output = new OutputFile("JSON file to write, for --parameters of train and backtest");
        var model = new Option<string>("--model")
        {
            Description = $"the model whose trees are searched: {string.Join(", ", ForecasterCatalog.NamesWithTrees)}",
            DefaultValueFactory = _ => "xgboost-21",
            HelpName = "name",
        };
        var budget = NumberFlag.Whole(
            "--budget", $"number of candidates drawn, in addition to the current parameters [default: {DefaultBudget}]", "count",
            "from 1 to 10000 candidates", 1, 10_000);
        var minutes = new NumberFlag(
            "--minutes", "start no candidate after this time; the result then depends on the machine's speed", "minutes",
            "a positive number of minutes", given => given is > 0 and <= 1e6);
        return JobCommand.Create(
            shell, "search",
            "Searches the parameters of a model's trees on held-out blocks of time. Uses no session after --to.",
            [Targets, OneHorizon, Data, Source, Seed, Threads],
            [model, budget.Option, minutes.Option, .. range.Options, output.Option],
            async (context, parsed, stop) =>
            {
                if (context.Targets is not [var roles])
                    throw new SettingException("Give one --target: a search covers one.");
                var name = parsed.GetRequiredValue(model);
                if (!ForecasterCatalog.NamesWithTrees.Contains(name))
                    throw new SettingException((ForecasterCatalog.Names.Contains(name)
                        ? $"'{name}' given by --model has no trees to search: the models with trees are "
                        : $"'{name}' given by --model is not a model: the models with trees are ")
                        + $"{string.Join(", ", ForecasterCatalog.NamesWithTrees)}.");
                var candidates = (int)(budget.Of(parsed) ?? DefaultBudget);
                var limit = minutes.Of(parsed) is { } given ? TimeSpan.FromMinutes(given) : (TimeSpan?)null;
                var path = output.Of(parsed, context);
                var request = Stages.Trainings(context, roles.Target, range.Of(parsed)).Single();
                await using var lake = await context.OpenLakeAsync(stop);
                using var folds = context.OpenFolds();
                var result = await new SearchJob(lake, context.Calendar, context.Clock, folds).RunAsync(
                    request, name, candidates, limit, context.Terminal, stop);
                SearchView.Write(context.Terminal, result, lake.Kind);
                if (path is not null)
                    context.Terminal.Note("Chosen parameters and every candidate: " + OutputFile.Write(
                        context, path, writer => writer.Write(Encoding.UTF8.GetString(result.ToJson()))));
                folds.Remove();
                return ExitCode.Done;
            });
    }
}
