using System.CommandLine;
using Spectre.Console;
using Volcast.Cli.Output;
using Volcast.Lake;
using Volcast.Lake.Tables;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast status</c></summary>
internal static class StatusCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "status", "Settings and who gave them, what the lake and the registry hold, and how fresh it is.",
        [Source, Targets, Horizon, Data], RunAsync);

    private static async Task<int> RunAsync(Run run, CancellationToken stop)
    {
        WriteSettings(run);
        if (!run.HasLake)
        {
            run.Terminal.Out.WriteLine($"No lake in {run.LakeFolder} yet: run `volcast ingest`.{run.SimulatedHint}");
            return ExitCode.Done;
        }
        await using var lake = await run.OpenLakeAsync(stop);
        await WriteLakeAsync(run, lake, stop);
        await WriteRegistryAsync(run, lake.Kind, stop);
        return ExitCode.Done;
    }

    private static void WriteSettings(Run run)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Settings").AddColumns("setting", "value", "from");
        foreach (var value in run.Settings.All)
            table.AddRow(
                value.Setting.Name, value.Value.Length > 0 ? Markup.Escape(value.Setting.Show(value.Value)) : "–",
                value.Origin.ToString().ToLowerInvariant());
        run.Terminal.Console.Write(table);
    }

    private static async Task WriteLakeAsync(Run run, DataLake lake, CancellationToken stop)
    {
        var newest = run.Calendar.NewestSettled(run.Clock.GetUtcNow());
        var table = new Table().Border(TableBorder.Simple)
            .Title($"Lake {Markup.Escape(run.LakeFolder)}{MarketLabel.Suffix(lake.Kind)}")
            .AddColumns("table", "symbol", "from", "to").AddColumn(new TableColumn("rows").RightAligned())
            .AddColumn(new TableColumn("sessions behind").RightAligned());
        foreach (var schema in new[]
            {
                CuratedMarketTable.Schema, FeaturesL1Table.Schema, FeaturesL2Table.Schema, ForecastsTable.Schema,
            })
            foreach (var symbol in await lake.SymbolsAsync(schema, stop))
                if (await lake.SnapshotAsync(schema, symbol, stop) is { } held)
                    table.AddRow(
                        schema.Name, $"{symbol}", $"{held.First:yyyy-MM-dd}", $"{held.Last:yyyy-MM-dd}", $"{held.Rows:N0}",
                        held.Last is { } last && last < newest ? $"{run.Calendar.Count(last.AddDays(1), newest):N0}" : "0");
        run.Terminal.Console.Write(table);
    }

    private static async Task WriteRegistryAsync(Run run, LakeKind kind, CancellationToken stop)
    {
        var registry = run.OpenRegistry(kind);
        var table = new Table().Border(TableBorder.Simple).Title($"Registry {Markup.Escape($"{run.Registry(kind)}")}")
            .AddColumns("model", "version", "recipe", "market", "trained to", "called");
        var any = false;
        foreach (var model in await registry.ListModelsAsync(stop))
            foreach (var version in await registry.ListVersionsAsync(model, stop))
            {
                any = true;
                table.AddRow(
                    model, $"{version.Number}", version.Tags.GetValueOrDefault("volcast.recipe", "–"),
                    version.Tags.GetValueOrDefault("volcast.market", "–"),
                    version.Tags.GetValueOrDefault("volcast.training_to", "–"), string.Join(", ", version.Aliases));
            }
        if (any)
            run.Terminal.Console.Write(table);
        else
            run.Terminal.Out.WriteLine($"No model in {run.Registry(kind)} yet: run volcast train.");
    }
}
