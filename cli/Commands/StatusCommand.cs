using System.CommandLine;
using System.Runtime.CompilerServices;
using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Schemas;
using static Volcast.Cli.VolcastSettings;
using Symbol = Volcast.Market.Symbol;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast status</c>: first what is stored and its age, then the settings, those that were given first.</summary>
internal static class StatusCommand
{
    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of tables" };
        return JobCommand.Create(
            shell, "status",
            "Shows the settings with their origins, the contents of lake and registry, and how current they are.",
            [Source, Targets, Horizon, Data, MaximumAge], [json], (context, parsed, stop) =>
                parsed.GetValue(json) ? WriteJsonAsync(context, stop) : RunAsync(context, stop));
    }

    private static async Task<int> WriteJsonAsync(CommandContext context, CancellationToken stop)
    {
        SettingDocument[] settings = [.. context.Settings.All.Select(StatusJson.Document)];
        await using var lake = await context.TryOpenLakeAsync(stop);
        if (lake is null)
        {
            DocumentJson.Write(context.Terminal, new StatusDocument(settings, null, null));
            return ExitCode.Done;
        }
        var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        var tables = new List<TableStatusDocument>();
        await foreach (var (schema, symbol, held) in TablesAsync(lake, stop))
            tables.Add(StatusJson.Document(schema.Name, symbol, held, newest, context.Calendar, context.MaximumAge));
        var versions = await VersionsAsync(context.OpenRegistry(lake.Kind), stop);
        DocumentJson.Write(context.Terminal, new StatusDocument(
            settings, new(context.LakeFolder, lake.Kind.Name(), newest, context.MaximumAge, tables),
            StatusJson.Document(context.Registry(lake.Kind), versions)));
        return ExitCode.Done;
    }

    private static async IAsyncEnumerable<(TableSchema Schema, Symbol Symbol, Manifest Held)> TablesAsync(
        DataLake lake, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var schema in new[]
            {
                CuratedMarketTable.Schema, FeatureTable.L1, FeatureTable.L2, ForecastsTable.Schema,
            })
            foreach (var symbol in await lake.SymbolsAsync(schema, stop))
                if (await lake.SnapshotAsync(schema, symbol, stop) is { } held)
                    yield return (schema, symbol, held);
    }

    private static async Task<IReadOnlyList<ModelVersion>> VersionsAsync(IModelRegistry registry, CancellationToken stop)
    {
        var versions = new List<ModelVersion>();
        foreach (var model in await registry.ListModelsAsync(stop))
            versions.AddRange(await registry.ListVersionsAsync(model, stop));
        return versions;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.TryOpenLakeAsync(stop);
        if (lake is null)
        {
            WriteSettings(context);
            context.Terminal.Page.WriteLine($"No lake in {context.LakeFolder} yet: run `volcast ingest`.{context.SimulatedHint}");
            return ExitCode.Done;
        }
        await WriteAgesAsync(context, lake, stop);
        await WriteLakeAsync(context, lake, stop);
        await WriteRegistryAsync(context, lake.Kind, stop);
        WriteSettings(context);
        return ExitCode.Done;
    }

    /// <summary>Writes a first line for each target: whether its bars are current, or beyond the maximum age.</summary>
    private static async Task WriteAgesAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        foreach (var target in context.Targets.Select(roles => roles.Target))
        {
            if ((await lake.SnapshotAsync(CuratedMarketTable.Schema, target, stop))?.Last is not { } last)
                continue;
            var age = new DataAge(last, context.Calendar.Count(last.AddDays(1), newest), context.MaximumAge);
            context.Terminal.Page.WriteLine(age switch
            {
                { ExceedsMaximum: true } => $"{context.Terminal.Paint("STALE", Tone.Alarm)}: {target}: {age.Sentence}",
                { IsBehind: true } => $"{target}: {age.Sentence}",
                _ => $"{target}: bars to {last:yyyy-MM-dd}, {context.Terminal.Paint("current", Tone.Good)}.",
            });
        }
    }

    private static void WriteSettings(CommandContext context)
    {
        var table = new FittedTable("Settings", new("setting"), new("value"), new("from"));
        foreach (var value in context.Settings.All.OrderBy(value => value.Origin == SettingOrigin.Default))
            table.Row(
                value.Setting.Name, value.Value.Length > 0 ? value.Setting.Show(value.Value) : "–",
                value.Origin.ToString().ToLowerInvariant());
        table.Write(context.Terminal);
    }

    private static async Task WriteLakeAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var newest = context.Calendar.NewestSettled(context.Clock.GetUtcNow());
        var table = new FittedTable(
            $"Lake {context.LakeFolder}{DataKindLabel.Suffix(lake.Kind)}", new("table"), new("symbol"), new("from"), new("to"),
            new("rows", IsNumber: true),
            new("sessions behind", IsNumber: true, ToneOf: behind => behind == "0" ? Tone.Plain : Tone.Strong));
        await foreach (var (schema, symbol, held) in TablesAsync(lake, stop))
        {
            var status = StatusJson.Document(schema.Name, symbol, held, newest, context.Calendar, context.MaximumAge);
            table.Row(status.Table, status.Symbol, $"{status.First:yyyy-MM-dd}", $"{status.Last:yyyy-MM-dd}",
                $"{status.RowCount:N0}", $"{status.SessionsBehind:N0}");
        }
        table.Write(context.Terminal);
    }

    private static async Task WriteRegistryAsync(CommandContext context, DataKind kind, CancellationToken stop)
    {
        var registry = context.OpenRegistry(kind);
        var table = new FittedTable(
            $"Registry {context.Registry(kind)}", new("model"), new("version"), new("recipe", IsOptional: true),
            new("data kind", IsOptional: true), new("trained to"), new("aliases"));
        var versions = await VersionsAsync(registry, stop);
        foreach (var version in versions)
            table.Row(
                version.Model, $"{version.Number}", version.Tags.GetValueOrDefault(RegistryTags.Recipe, "–"),
                version.Tags.GetValueOrDefault(RegistryTags.DataKind, "–"),
                version.Tags.GetValueOrDefault(RegistryTags.TrainingTo, "–"), string.Join(", ", version.Aliases));
        if (versions.Count > 0)
            table.Write(context.Terminal);
        else
            context.Terminal.Page.WriteLine($"No model in {context.Registry(kind)} yet: run `volcast train`.");
    }
}
