using Volcast.ApiContract.CommandLine;
using Volcast.Registry;

namespace Volcast.Cli.Output.Registry;

/// <summary>A version and the run that created it: one line of the list.</summary>
internal sealed record VersionRow(ModelVersion Version, Volcast.Registry.Run? MadeBy)
{
    public string? Recipe => Version.Tags.GetValueOrDefault(RegistryTags.Recipe);

    public string? DataKind => Version.Tags.GetValueOrDefault(RegistryTags.DataKind);

    public string? Stage => Version.Tags.GetValueOrDefault(RegistryTags.Stage);

    public string? TrainingTo => Version.Tags.GetValueOrDefault(RegistryTags.TrainingTo);

    /// <summary>QLIKE relative to HAR in the walk-forward that it was registered with; null if unknown.</summary>
    public double? QlikeToHar => DocumentJson.Number(
        MadeBy?.Metrics.GetValueOrDefault($"{Recipe}.qlike_ratio_to_har") is [.., var last] ? last.Value : null);
}

/// <summary>The list of versions.</summary>
internal static class VersionList
{
    /// <param name="context">The invocation.</param>
    /// <param name="address">The registry.</param>
    /// <param name="rows">The versions.</param>
    /// <param name="asked">The models that were asked for; null for all.</param>
    /// <param name="hasBars">Whether the lake has bars of every target, so that a training can begin.</param>
    public static void Write(
        Cli.CommandContext context, RegistryAddress address, IReadOnlyList<VersionRow> rows, IReadOnlyList<string>? asked,
        bool hasBars)
    {
        if (rows.Count == 0)
        {
            var what = asked is null ? "model" : string.Join(" or ", asked);
            context.Terminal.Page.WriteLine($"No {what} in {address} yet: run `volcast {(hasBars ? "train" : "pipeline")}`.");
            return;
        }
        var table = new FittedTable(
            $"Registry {address}", new("model"), new("version"), new("aliases"), new("stage", IsOptional: true),
            new("recipe", IsOptional: true), new("data kind", IsOptional: true), new("trained to"),
            new("QLIKE /HAR", IsNumber: true), new("created", IsOptional: true));
        foreach (var row in rows)
            table.Row(
                row.Version.Model, $"{row.Version.Number}", string.Join(", ", row.Version.Aliases), row.Stage ?? "–",
                row.Recipe ?? (row.Version.IsForeign ? "foreign" : "–"), row.DataKind ?? "–", row.TrainingTo ?? "–",
                row.QlikeToHar is { } ratio ? $"{ratio:F3}" : "–", $"{row.Version.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}");
        table.Write(context.Terminal);
        if (rows.Any(row => row.DataKind == DataKindLabel.Simulated))
            context.Terminal.Page.WriteLine(DataKindLabel.WarningOn(context.Terminal));
    }

    public static void WriteJson(Terminal terminal, IReadOnlyList<VersionRow> rows) =>
        DocumentJson.Write<IReadOnlyList<ListedVersionDocument>>(terminal, [.. rows.Select(RegistryJson.Document)]);
}
