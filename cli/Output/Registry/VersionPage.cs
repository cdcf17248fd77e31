using System.Text;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Promotion.Versions;

namespace Volcast.Cli.Output.Registry;

/// <summary>One version with its scores, parameters, inputs, verdicts and files, as text or JSON.</summary>
/// <param name="Registered">The version.</param>
/// <param name="Files">The artifacts of its run, including the model folder.</param>
/// <param name="History">The tenures of the champions.</param>
/// <param name="Versions">All versions of the model.</param>
/// <param name="Verdicts">The artifacts of each verdict on the version, oldest first.</param>
internal sealed record VersionPage(
    RegisteredVersion Registered, ArtifactFolder Files, ChampionHistory History, IReadOnlyList<ModelVersion> Versions,
    IReadOnlyList<ArtifactFolder> Verdicts)
{
    /// <summary>A digest with its label or the name of its file.</summary>
    private const int WidthOfDigests = 120;

    private const int DigitsOfShortDigest = 12;

    private static readonly string[] Scores =
        ["n", "qlike", "qlike_ratio_to_har", "r2_volatility", "mincer_zarnowitz_slope", "coverage_80"];

    private ModelVersion Version => Registered.Version;

    public void Write(Terminal terminal)
    {
        var page = terminal.Page;
        page.WriteLine($"{Version.Model} version {Version.Number}"
            + (Version.Aliases.Count > 0 ? $" ({string.Join(", ", Version.Aliases)})" : "")
            + (Registered.DataKind == DataKind.Simulated ? " (SIMULATED)" : ""));
        if (Registered.DataKind == DataKind.Simulated)
            page.WriteLine(DataKindLabel.WarningOn(terminal));
        if (Registered.Model.Reason is { } damage)
            page.WriteLine($"{(Version.IsForeign ? "FOREIGN" : "DAMAGED")}: {damage}");
        foreach (var (name, value) in Facts())
            page.WriteLine($"  {name,-14}{value}");
        WriteScores(terminal);
        Section(page, "Parameters", Params());
        Section(page, "Inputs, by digest", Registered.InputDigests.Select(input => (input.Key, Digest(terminal, input.Value))));
        page.WriteLine();
        page.WriteLine(Verdicts.Count == 0 ? "No verdict yet." : "Verdicts, oldest first");
        foreach (var verdict in Verdicts)
            page.Write(Text(verdict, VerdictRecord.TextPath));
        page.WriteLine();
        page.WriteLine(History.Tenures.Count == 0 ? "No version has been the champion yet." : "Champions");
        foreach (var tenure in History.Tenures)
        {
            page.WriteLine($"  version {tenure.Version,-6}{Time(tenure.From)} to {(tenure.To is { } to ? Time(to) : "now")}");
            if (Versions.FirstOrDefault(version => version.Number == tenure.Version) is { } champion
                && ChampionMove.ThatBegan(tenure, champion) is { } move)
                page.WriteLine($"    {move.InWords()}");
        }
        page.WriteLine();
        page.WriteLine("Files, with SHA-256");
        foreach (var path in Files.Paths)
            page.WriteLine($"  {Digest(terminal, Files.DigestOf(path))}  {Files[path].Length,12:N0}  {path}");
    }

    /// <summary>A digest, or its first digits where the terminal is too narrow for all.</summary>
    private static string Digest(Terminal terminal, string digest) =>
        terminal.LineWidth < WidthOfDigests ? digest[..DigitsOfShortDigest] : digest;

    public void WriteJson(Terminal terminal) => DocumentJson.Write(
        terminal, RegistryJson.Document(this, Verdicts.Select(verdict => Text(verdict, VerdictRecord.JsonPath))));

    private IEnumerable<(string, string)> Facts()
    {
        yield return ("recipe", $"{Registered.Recipe}");
        yield return ("data kind", Registered.DataKind?.Name() ?? "–");
        yield return ("stage", Version.Tags.GetValueOrDefault(RegistryTags.Stage, "–"));
        yield return ("trained to",
            Registered.TrainingTo == default
                ? "–"
                : $"{Registered.TrainingTo:yyyy-MM-dd}, {Counted.Of(Registered.TrainingRows, "row")}");
        yield return ("created", Time(Version.CreatedAt));
        yield return ("run", Version.RunId.Length > 0 ? Version.RunId : "–");
        foreach (var (name, key) in new[]
            {
                ("champion", RegistryTags.ChampionReason), ("promoted by", RegistryTags.PromotedBy),
                ("rolled back", RegistryTags.RolledBack), ("verdict", RegistryTags.Verdict),
                ("chosen because", RegistryTags.ChosenBecause),
            })
            if (Version.Tags.TryGetValue(key, out var value))
                yield return (name, value);
    }

    private IEnumerable<(string, string)> Params() => Registered.Run is null ? [] : Registered.Run.Params
        .OrderBy(param => param.Key, StringComparer.Ordinal).Select(param => (param.Key, param.Value));

    private void WriteScores(Terminal terminal)
    {
        string[] models = Registered.Run is null
            ? []
            : [
                .. Registered.Run.Metrics.Keys.Select(key => key.Split('.')[0]).Distinct()
                    .OrderBy(Metric("qlike")).ThenBy(model => model, StringComparer.Ordinal),
            ];
        if (models.Length == 0)
            return;
        string[] figures = ["n", "QLIKE", "/HAR", "R² vol", "MZ slope", "80 % coverage"];
        var table = new FittedTable(
            $"Walk-forward, {Registered.Run!.Params.GetValueOrDefault("walk_forward_from")} to "
            + $"{Registered.Run.Params.GetValueOrDefault("walk_forward_to")}",
            [new("model"), .. figures.Select(name => new FittedColumn(name, IsNumber: true))]);
        foreach (var model in models)
            table.Row([model, .. Scores.Select(name => Cell(name, Metric(name)(model)))]);
        table.Write(terminal);

        Func<string, double> Metric(string name) => model =>
            Registered.Run!.Metrics.GetValueOrDefault($"{model}.{name}") is [.., var last] ? last.Value : double.NaN;
    }

    private static string Cell(string name, double value) => Figure.Of(value, name switch
    {
        "n" => "N0",
        "coverage_80" => "P1",
        _ => "F3",
    });

    private static void Section(TextWriter page, string title, IEnumerable<(string Name, string Value)> lines)
    {
        page.WriteLine();
        page.WriteLine(title);
        foreach (var (name, value) in lines)
            page.WriteLine($"  {name,-28}{value}");
    }

    private static string Text(ArtifactFolder folder, string path) => Encoding.UTF8.GetString(folder[path].Span);

    private static string Time(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}
