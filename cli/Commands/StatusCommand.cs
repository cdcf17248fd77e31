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
        shell, "status", "Shows the settings with their origins, the contents of lake and registry, and how current they are.",
        [Source, Targets, Horizon, Data], RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        WriteSettings(context);
        if (!context.HasLake)
        {
            context.Terminal.Out.WriteLine($"No lake in {context.LakeFolder} yet: run `volcast ingest`.{context.SimulatedHint}");
            return ExitCode.Done;
        }
        await using var lake = await context.OpenLakeAsync(stop);
        await WriteLakeAsync(context, lake, stop);
        await WriteRegistryAsync(context, lake.Kind, stop);
        return ExitCode.Done;
    }

    private static void WriteSettings(CommandContext context)
    {
        var table = new Table().Border(TableBorder.Simple).Title("Settings").AddColumns("setting", "value", "from");
        foreach (var value in context.Settings.All)
            table.AddRow(
                value.Setting.Name, value.Value.Length > 0 ? Markup.Escape(value.Setting.Show(value.Value)) : "–",
                value.Origin.ToString().ToLowerInvariant());
        context.Terminal.Console.Write(table);
    }

    private static async Task WriteLakeAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        var table = new Table().Border(TableBorder.Simple)
            .Title($"Lake {Markup.Escape(context.LakeFolder)}{MarketLabel.Suffix(lake.Kind)}")
            .AddColumns("table", "symbol", "from", "to").AddColumn(new TableColumn("rows").RightAligned())
            .AddColumn(new TableColumn("sessions behind").RightAligned());
        foreach (var schema in new[]
            {
                CuratedMarketTable.Schema, FeatureTable.L1, FeatureTable.L2, ForecastsTable.Schema,
            })
            foreach (var symbol in await lake.SymbolsAsync(schema, stop))
                if (await lake.SnapshotAsync(schema, symbol, stop) is { } held)
                    table.AddRow(
                        schema.Name, $"{symbol}", $"{held.First:yyyy-MM-dd}", $"{held.Last:yyyy-MM-dd}", $"{held.Rows:N0}",
                        held.Last is { } last && last < newest ? $"{context.Calendar.Count(last.AddDays(1), newest):N0}" : "0");
        context.Terminal.Console.Write(table);
    }

    private static async Task WriteRegistryAsync(CommandContext context, DataKind kind, CancellationToken stop)
    {
        var registry = context.OpenRegistry(kind);
        var table = new Table().Border(TableBorder.Simple).Title($"Registry {Markup.Escape($"{context.Registry(kind)}")}")
            .AddColumns("model", "version", "recipe", "market", "trained to", "aliases");
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
            context.Terminal.Console.Write(table);
        else
            context.Terminal.Out.WriteLine($"No model in {context.Registry(kind)} yet: run `volcast train`.");
    }
}
