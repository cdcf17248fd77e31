using Spectre.Console;
using Volcast.Registry;
using Volcast.Services.Promotion.Gates;
using Volcast.Market;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Output.Registry;

/// <summary>Two versions side by side.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="Pair">Their recipes on common origins.</param>
/// <param name="Change">Their forecasts of the newest sessions.</param>
internal sealed record VersionComparison(
    RegisteredVersion A, RegisteredVersion B, ValueOrReason<PairedScores> Pair, ValueOrReason<ForecastChange> Change)
{
    public void Write(Terminal terminal)
    {
        var page = terminal.Out;
        page.WriteLine($"{Name(A)} against {Name(B)}");
        if (A.Market == MarketLabel.Simulated || B.Market == MarketLabel.Simulated)
            page.WriteLine(MarketLabel.Warning);
        if (A.Market != B.Market)
            page.WriteLine(
                $"One learnt from {A.Market} data and the other from {B.Market}: their scores say nothing of each other.");
        page.WriteLine(A.Recipe.IsRefitOf(B.Recipe)
            ? "The same recipe, fitted again: scores differ by days, data and seed only."
            : "Two recipes.");
        WriteScores(terminal);
        page.WriteLine(Change.Value is { Sessions: > 0 } change
            ? $"Forecasts of the newest {change.Sessions} sessions: |Δ ln F| {change.Mean:0.000} on average, "
                + $"{change.Largest:0.000} at most; the first lies {50 * change.Shift:+0.0;−0.0;0.0} % of volatility "
                + "from the second."
            : $"Forecasts of the newest sessions: not compared. {Change.Reason}");
        page.WriteLine();
        var differences = Differences().ToArray();
        page.WriteLine(differences.Length == 0 ? "Parameters and inputs are the same." : "What differs");
        foreach (var (name, a, b) in differences)
            page.WriteLine($"  {name,-28}{Short(a)}  |  {Short(b)}");
    }

    public void WriteJson(TextWriter output) => DocumentJson.Write(output, RegistryJson.Document(this));

    private void WriteScores(Terminal terminal)
    {
        if (Pair.Value is not { N: > 0 } scores)
        {
            terminal.Out.WriteLine($"Scores: not compared. {Pair.Reason ?? "Their walk-forwards have no origin in common."}");
            return;
        }
        var table = new Table().Border(TableBorder.Simple)
            .Title($"Walk-forward of both recipes, {scores.N:N0} common origins, "
                + $"{scores.From:yyyy-MM-dd} to {scores.To:yyyy-MM-dd}")
            .AddColumns("version", "recipe").AddColumn(new TableColumn("QLIKE").RightAligned())
            .AddColumn(new TableColumn("80 % covers").RightAligned());
        foreach (var (version, qlike, coverage) in new[]
            {
                (A, scores.Qlike, scores.Coverage80), (B, scores.OthersQlike, scores.OthersCoverage80),
            })
            table.AddRow($"{version.Version.Number}", Markup.Escape($"{version.Recipe}"), $"{qlike:F4}", $"{coverage:P1}");
        terminal.Console.Write(table);
        if (scores.Comparison is { } comparison)
            terminal.Out.WriteLine($"QLIKE ratio {scores.Ratio:0.000}, 90 % interval {comparison.Ratio.Lower:0.000} to "
                + $"{comparison.Ratio.Upper:0.000}; Diebold and Mariano "
                + (double.IsNaN(comparison.DieboldMariano.PValue) ? "says nothing: the losses do not differ."
                    : $"{comparison.DieboldMariano.Statistic:+0.00;−0.00}, p {comparison.DieboldMariano.PValue:0.000} "
                        + "(positive where the first is better)."));
    }

    /// <summary>Parameters, inputs and digests that differ.</summary>
    public IEnumerable<(string Name, string? A, string? B)> Differences() =>
        Of(A.Run?.Params, B.Run?.Params)
            .Concat(Of(A.InputDigests, B.InputDigests).Select(d => ($"input {d.Name}", d.A, d.B)))
            .Concat(Of(Identity(A), Identity(B)));

    /// <summary>The beginning of a digest tells it from another.</summary>
    private static string Short(string? value) => value is null ? "–"
        : value.Length == 64 && value.All(char.IsAsciiHexDigit) ? value[..12] : value;

    private static Dictionary<string, string> Identity(RegisteredVersion version) => new()
    {
        ["recipe revision"] = version.Recipe.Revision.Length > 0 ? version.Recipe.Revision : "unnamed",
        ["market"] = version.Market,
        ["model folder"] = version.Version.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest, "unnamed"),
    };

    private static IEnumerable<(string Name, string? A, string? B)> Of(
        IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        (a?.Keys ?? []).Union(b?.Keys ?? []).Order(StringComparer.Ordinal)
            .Select(key => (key, a?.GetValueOrDefault(key), b?.GetValueOrDefault(key)))
            .Where(pair => pair.Item2 != pair.Item3);

    private static string Name(RegisteredVersion version) => $"{version.Version.Model} version {version.Version.Number}"
        + (version.Version.Aliases.Count > 0 ? $" ({string.Join(", ", version.Version.Aliases)})" : "")
        + (version.Market == MarketLabel.Simulated ? " (SIMULATED)" : "");
}
