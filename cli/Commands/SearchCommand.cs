using System.CommandLine;
using System.Text;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Volcast.Services.Training;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast search</c></summary>
internal static class SearchCommand
{
    public static Command Create(Shell shell)
    {
        var range = new OriginRange();
        var output = new OutputFile("JSON file to write, for --parameters of train and backtest");
        var model = new Option<string>("--model")
        {
            Description = "the model whose trees are searched",
            DefaultValueFactory = _ => "xgboost-21",
            HelpName = "name",
        };
        var budget = new Option<int>("--budget")
        {
            Description = "candidates drawn, beside the parameters in force",
            DefaultValueFactory = _ => 30,
            HelpName = "count",
        };
        var minutes = new Option<double?>("--minutes")
        {
            Description = "begin no candidate after this time; the result then depends on the machine's speed",
            HelpName = "minutes",
        };
        return JobCommand.Create(
            shell, "search",
            "Searches the parameters of a model's trees on blocks of time held out of the sessions up to --to, and no further.",
            [Targets, Horizon, Data, Source, Seed, Threads], [model, budget, minutes, .. range.Options, output.Option],
            async (run, parsed, stop) =>
            {
                if (run.Targets is not [var roles])
                    throw new SettingException("A search is of one --target.");
                if (parsed.GetValue(budget) is < 1 or > 10_000)
                    throw new SettingException($"--budget {parsed.GetValue(budget)}: expected from 1 to 10000 candidates.");
                if (parsed.GetValue(minutes) is <= 0 or double.NaN or > 1e6)
                    throw new SettingException($"--minutes {parsed.GetValue(minutes)}: expected a positive number.");
                var path = output.Of(parsed, run);
                var request = Stages.Training(run, roles.Target, range.Of(parsed));
                await using var lake = await run.OpenLakeAsync(stop);
                using var folds = run.OpenFolds();
                var limit = parsed.GetValue(minutes) is { } given ? TimeSpan.FromMinutes(given) : (TimeSpan?)null;
                try
                {
                    var result = await new SearchJob(lake, run.Clock, folds).RunAsync(
                        request, parsed.GetRequiredValue(model), parsed.GetValue(budget), limit, run.Terminal, stop);
                    SearchView.Write(run.Terminal, result, lake.Kind);
                    if (path is not null)
                        run.Terminal.Note("Chosen parameters and every candidate: " + OutputFile.Write(
                            run, path, writer => writer.Write(Encoding.UTF8.GetString(result.ToJson()))));
                    folds.Remove();
                    return ExitCode.Done;
                }
                catch (ArgumentException error)
                {
                    throw new SettingException($"--model {parsed.GetRequiredValue(model)}: {error.Message}");
                }
            });
    }
}
