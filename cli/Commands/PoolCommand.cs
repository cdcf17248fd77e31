using System.CommandLine;
using System.Text;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Services.Ingest.Sources;
using Volcast.Workspace;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast pool</c></summary>
internal static class PoolCommand
{
    public static Command Create(Shell shell)
    {
        var to = new Option<string?>("--to")
        {
            Description = "the cut, YYYY-MM-DD: no later bar is used, neither in a term nor in a label",
            HelpName = "date",
        };
        var horizons = new Option<string?>("--horizon")
        {
            Description = "sessions ahead, separated by commas [default: 1,5,10,22]",
            HelpName = "horizon",
        };
        var vix = new Option<string?>("--vix")
        {
            Description = "folder that holds VIX.csv [default: the folder of --path]",
            HelpName = "folder",
        };
        var output = new OutputFile("JSON file to write with the slopes and where they come from");
        return JobCommand.Create(
            shell, "pool",
            "Estimates the slopes of the model universal from a folder of tickers, in one regression. Uses no bar after --to.",
            [CsvPath], [to, horizons, vix, output.Option],
            async (context, parsed, stop) =>
            {
                var cut = OriginRange.Day("--to", parsed.GetValue(to))
                    ?? throw new SettingException("Give --to, the last day that may be used, such as --to 2018-12-31.");
                var list = parsed.GetValue(horizons);
                if (list is not null && HorizonList.Problem(list) is { } problem)
                    throw new SettingException($"'{list}' given by --horizon: {problem}.");
                var path = output.Of(parsed, context) ?? throw new SettingException("Give --out, the file to write.");
                var folder = Folder(context, "--path", context.Settings.Text(CsvPath));
                var indices = parsed.GetValue(vix) is { } other ? Folder(context, "--vix", other) : folder;
                var run = new PoolRun(new(folder, context.Calendar), new(indices, context.Calendar));
                FilledPool filled;
                try
                {
                    filled = await run.FillAsync(
                        cut, list is null ? HorizonList.All : HorizonList.Parse(list), context.Terminal, stop);
                }
                catch (MarketDataException error)
                {
                    throw new SettingException(
                        $"{error.Message} Every ticker's terms need ^VIX: --vix names the folder of VIX.csv.");
                }
                PoolView.WriteLeftOut(context.Terminal, filled);
                var slopes = filled.Pool.Fit(ProgramVersion.Text);
                PoolView.Write(context.Terminal, slopes);
                context.Terminal.Note("Slopes and where they come from: " + OutputFile.Write(
                    context, path, writer => writer.Write(Encoding.UTF8.GetString(slopes.ToJson()))));
                return filled.IsComplete ? ExitCode.Done : ExitCode.NeedsAttention;
            });
    }

    /// <summary>An absolute folder of this machine.</summary>
    /// <exception cref="SettingException">It is none.</exception>
    private static string Folder(CommandContext context, string flag, string given)
    {
        if (given.Length == 0)
            throw new SettingException($"Give {flag}, a folder with a csv file for each ticker.");
        if (ObjectStores.IsBucket(given))
            throw new SettingException(
                $"{flag} {given} is in a bucket, and a pool reads a folder of this machine: copy it first.");
        var folder = context.PathOf(given);
        return Directory.Exists(folder) ? folder : throw new SettingException($"{flag} {given} is not a folder.");
    }
}
