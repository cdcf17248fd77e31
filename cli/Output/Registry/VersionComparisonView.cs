using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Promotion.Versions;

namespace Volcast.Cli.Output.Registry;

/// <summary>Two versions side by side, as text or JSON.</summary>
internal sealed class VersionComparisonView(VersionComparison compared)
{
    private RegisteredVersion A => compared.First;

    private RegisteredVersion B => compared.Second;

    private ValueOrReason<PairedScores> Recipes => compared.Scores;

    private ValueOrReason<ForecastChange> Change => compared.Change;

    public void Write(Terminal terminal)
    {
        var page = terminal.Page;
        page.WriteLine($"{Name(A)} compared with {Name(B)}");
        if (A.DataKind == DataKind.Simulated || B.DataKind == DataKind.Simulated)
            page.WriteLine(DataKindLabel.WarningOn(terminal));
        if (A.DataKind != B.DataKind)
            page.WriteLine($"One was trained on {NameOf(A.DataKind)} data and the other on {NameOf(B.DataKind)} data: their "
                + "scores cannot be compared.");
        page.WriteLine(A.Recipe.IsRefitOf(B.Recipe)
            ? "Both versions have the same recipe: scores differ only because of dates, data and seed."
            : "The versions have different recipes.");
        WriteScores(terminal);
        page.WriteLine(Change.Value is { Sessions: > 0 } change
            ? $"Forecasts of the newest {Counted.Of(change.Sessions, "session")}: |Δ ln F| {change.Mean:0.000} on average, "
                + $"{change.Largest:0.000} at most; the first forecasts {50 * change.Shift:+0.0;−0.0;0.0} % of the second's "
                + "volatility more on average."
            : $"Forecasts of the newest sessions: not compared. {Change.Reason}");
        page.WriteLine();
        var differences = Differences().ToArray();
        page.WriteLine(differences.Length == 0 ? "Parameters and inputs are equal." : "Differences");
        foreach (var (name, a, b) in differences)
            page.WriteLine($"  {name,-28}{Short(a)}  |  {Short(b)}");
    }

    public void WriteJson(Terminal terminal) => DocumentJson.Write(terminal, RegistryJson.Document(compared, Differences()));

    private void WriteScores(Terminal terminal)
    {
        if (Recipes.Value is not { N: > 0 } scores)
        {
            terminal.Page.WriteLine($"Scores: not compared. {Recipes.Reason ?? "Their walk-forwards have no common origin."}");
            return;
        }
        var table = new FittedTable(
            $"Walk-forward of both recipes, {scores.N:N0} common origins, "
            + (scores.After is { } day ? $"after the search's last session {day:yyyy-MM-dd}, " : "")
            + $"{scores.From:yyyy-MM-dd} to {scores.To:yyyy-MM-dd}",
            new("version"), new("recipe"), new("QLIKE", IsNumber: true), new("80 % coverage", IsNumber: true));
        foreach (var (version, qlike, coverage) in new[]
            {
                (A, scores.Qlike, scores.Coverage80), (B, scores.OtherQlike, scores.OtherCoverage80),
            })
            table.Row($"{version.Version.Number}", $"{version.Recipe}", $"{qlike:F4}", $"{coverage:P1}");
        table.Write(terminal);
        if (scores.Comparison is { } comparison)
            terminal.Page.WriteLine($"QLIKE ratio {scores.Ratio:0.000}, " + comparison.Ratio.Interval.Match(
                    interval => $"90 % interval {interval.Lower:0.000} to {interval.Upper:0.000}; ",
                    reason => $"without an interval ({reason.TrimEnd('.')}); ")
                + "Diebold–Mariano statistic "
                + (double.IsNaN(comparison.DieboldMariano.PValue) ? "is undefined: the losses do not differ."
                    : $"{comparison.DieboldMariano.Statistic:+0.00;−0.00}, p {comparison.DieboldMariano.PValue:0.000} "
                        + "(positive where the first is better)."));
    }

    private IEnumerable<(string Name, string? A, string? B)> Differences() =>
        Of(A.Run?.Params, B.Run?.Params)
            .Concat(Of(A.InputDigests, B.InputDigests).Select(d => ($"input {d.Name}", d.A, d.B)))
            .Concat(Of(Identity(A), Identity(B)));

    /// <summary>The first 12 digits of a digest are enough to distinguish two digests.</summary>
    private static string Short(string? value) => value is null ? "–"
        : value.Length == 64 && value.All(char.IsAsciiHexDigit) ? value[..12] : value;

    private static Dictionary<string, string> Identity(RegisteredVersion version) => new()
    {
        ["recipe revision"] = version.Recipe.Revision.Length > 0 ? version.Recipe.Revision : "unrecorded",
        ["data kind"] = NameOf(version.DataKind),
        ["model folder"] = version.Version.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest, "unrecorded"),
    };

    private static IEnumerable<(string Name, string? A, string? B)> Of(
        IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        (a?.Keys ?? []).Union(b?.Keys ?? []).Order(StringComparer.Ordinal)
            .Select(key => (key, a?.GetValueOrDefault(key), b?.GetValueOrDefault(key)))
            .Where(pair => pair.Item2 != pair.Item3);

    private static string Name(RegisteredVersion version) => $"{version.Version.Model} version {version.Version.Number}"
        + (version.Version.Aliases.Count > 0 ? $" ({string.Join(", ", version.Version.Aliases)})" : "")
        + (version.DataKind == DataKind.Simulated ? " (SIMULATED)" : "");

    private static string NameOf(DataKind? kind) => kind?.Name() ?? "unrecorded";
}
