using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Forecasting;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>A published number or statement that differs from what the evidence gives.</summary>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Place">Table, row and column in it.</param>
/// <param name="Published">The published text.</param>
/// <param name="Recomputed">The recomputed text.</param>
public sealed record EvidenceFinding(string File, string Place, string Published, string Recomputed)
{
    public override string ToString() => $"{File}: {Place}: published {Published}, recomputed {Recomputed}";
}

/// <summary>What was verified, and the differences.</summary>
/// <param name="Folders">The evidence folders, with one line about each.</param>
/// <param name="Tables">Tables in the docs that were recomputed.</param>
/// <param name="Figures">Single numbers in the docs' prose that were recomputed.</param>
/// <param name="Findings">The differences; empty where everything agrees.</param>
public sealed record EvidenceVerification(
    IReadOnlyList<string> Folders, int Tables, int Figures, IReadOnlyList<EvidenceFinding> Findings);

/// <summary>Recomputes everything published from the evidence folders alone: no market data, no network.</summary>
public static class EvidenceVerifier
{
    /// <summary>What these files cannot show, one sentence each.</summary>
    public static IReadOnlyList<string> Unverifiable { get; } =
    [
        "That the stated command, seed, refits, purge and burn-in made these forecasts from data with the stated digests. To"
            + " check that, run the command of manifest.json on the vendor's bars.",
        "That the outcomes are those of the market, and that the dates in LOG.md are the dates of the runs.",
        "Anything about releases whose daily forecasts were not stored.",
    ];

    /// <summary>Checks digests, losses and statements of every evidence folder, and every table and figure of the docs between
    /// markers.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="cancellationToken">Stops between folders.</param>
    public static EvidenceVerification Verify(string root, CancellationToken cancellationToken = default)
    {
        var findings = new List<EvidenceFinding>();
        var folders = new List<string>();
        var compared = new Dictionary<string, ComparedBacktest>(StringComparer.Ordinal);
        foreach (var folder in EvidenceFolder.Find(root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (CheckFolder(root, folder, findings) is not { } backtest)
                continue;
            compared.Add(EvidenceFolder.NameOf(folder), backtest);
            folders.Add($"{EvidenceFolder.NameOf(folder)}: {backtest.Backtest.Result.Origins.Length:N0} origins, "
                + $"{backtest.Backtest.Result.Models.Count} models");
        }
        var (tables, figures) = (0, 0);
        foreach (var page in PublishedTable.Pages(root))
        {
            var name = Path.GetRelativePath(root, page);
            var lines = File.ReadAllLines(page);
            Marked(name, () =>
            {
                foreach (var table in PublishedTable.In(name, lines))
                {
                    tables++;
                    if (compared.TryGetValue(table.Folder, out var backtest))
                        Compare(table, table.Computed(backtest), findings);
                    else
                        Absent(name, $"table {table.Table}, line {table.Line + 1}", $"a table of {table.Folder}");
                }
            });
            Marked(name, () =>
            {
                foreach (var figure in PublishedFigure.In(name, lines))
                {
                    figures++;
                    if (!compared.TryGetValue(figure.Folder, out var backtest))
                        Absent(name, figure.Place, figure.Content);
                    else if (figure.Computed(backtest) is var computed && computed != figure.Content)
                        findings.Add(new(name, figure.Place, figure.Content, computed));
                }
            });
        }
        return new(folders, tables, figures, findings);

        void Marked(string page, Action compare)
        {
            try
            {
                compare();
            }
            catch (EvidenceException damaged)
            {
                findings.Add(new(page, "markers", damaged.Message, "nothing"));
            }
        }

        void Absent(string page, string place, string published) =>
            findings.Add(new(page, place, published, "nothing: there is no such evidence, or it is damaged"));
    }

    private static ComparedBacktest? CheckFolder(string root, string folder, List<EvidenceFinding> findings)
    {
        var place = Path.GetRelativePath(root, folder);
        try
        {
            var files = EvidenceFolder.Contents(folder);
            var manifest = EvidenceFolder.Manifest(files);
            foreach (var (name, stated, found) in manifest.Differences(files))
                if (found is null)
                    Found(name, "the file", $"SHA-256 {stated}", "nothing: it is missing");
                else
                    Found(name, "SHA-256", stated, found);
            foreach (var name in files.Keys.Where(name => name != EvidenceManifest.FileName && !manifest.Files.ContainsKey(name)))
                Found(name, "the file", "a file", "nothing: the manifest does not list it");
            var backtest = EvidenceFiles.Read(manifest, files);
            foreach (var (where, stated, actual) in ManifestStatements.Wrong(manifest, backtest, EvidenceFolder.NameOf(folder)))
                Found(EvidenceManifest.FileName, where, stated, actual);
            foreach (var (where, stated, actual) in TailRiskLaws.Broken(backtest.Result))
                Found(EvidenceFiles.TailRisk, where, stated, actual);
            CompareLosses(files, backtest.Result);
            return new ComparedBacktest(backtest);
        }
        catch (Exception damaged) when (damaged is EvidenceException or InvalidDataException or InsufficientDataException)
        {
            Found("", "the folder", damaged.Message, "nothing");
            return null;
        }

        void Found(string file, string where, string published, string recomputed) =>
            findings.Add(new(Path.Combine(place, file), where, published, recomputed));

        void CompareLosses(Dictionary<string, byte[]> files, WalkForwardResult result)
        {
            if (!files.TryGetValue(EvidenceFiles.Losses, out var published))
                return; // Found missing above.
            var (theirs, ours) = (Lines(published), Lines(EvidenceFiles.LossesOf(result).ToBytes()));
            if (theirs.Length != ours.Length || theirs[0] != ours[0])
                Found(EvidenceFiles.Losses, "rows and columns", $"{theirs.Length} lines under {theirs[0]}",
                    $"{ours.Length} lines under {ours[0]}");
            else
                CompareCells("losses", ours[0].Split(','), theirs, ours, line => line.Split(','),
                    (where, a, b) => Found(EvidenceFiles.Losses, where, a, b));
        }
    }

    private static string[] Lines(byte[] content) => System.Text.Encoding.UTF8.GetString(content).TrimEnd('\n').Split('\n');

    private static void Compare(PublishedTable table, IReadOnlyList<string> computed, List<EvidenceFinding> findings)
    {
        string[] published = [.. table.Content.Where(line => line.Trim().Length > 0)];
        var place = $"table {table.Table} of {table.Folder}";
        if (published.Length != computed.Count)
            findings.Add(new(table.File, place, $"{Math.Max(published.Length - 2, 0)} rows", $"{computed.Count - 2} rows"));
        else
            CompareCells(place, MarkdownTable.Cells(computed[0]), published, computed, MarkdownTable.Cells,
                (where, a, b) => findings.Add(new(table.File, where, a, b)));
    }

    /// <summary>Reports every cell in which two tables with the same number of lines differ.</summary>
    private static void CompareCells(
        string place, string[] headings, string[] published, IReadOnlyList<string> computed,
        Func<string, string[]> split, Action<string, string, string> found)
    {
        for (var i = 0; i < computed.Count; i++)
        {
            if (published[i] == computed[i])
                continue;
            var (theirs, ours) = (split(published[i]), split(computed[i]));
            if (theirs.Length != ours.Length)
                found($"{place}, row {ours[0]}", $"{theirs.Length} cells", $"{ours.Length} cells");
            else if (theirs.SequenceEqual(ours))
                found($"{place}, row {ours[0]}", published[i], computed[i]);
            else
                for (var c = 0; c < ours.Length; c++)
                    if (theirs[c] != ours[c])
                        found($"{place}, row {ours[0]}, column {headings[c]}", theirs[c], ours[c]);
        }
    }
}
