using Volcast.Evaluation.Report;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Evidence;

/// <summary>Something published that is not what the evidence gives.</summary>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Place">Table, row and column in it.</param>
/// <param name="Published">What stands there.</param>
/// <param name="Recomputed">What it should be.</param>
public sealed record EvidenceFinding(string File, string Place, string Published, string Recomputed)
{
    public override string ToString() => $"{File}: {Place}: published {Published}, recomputed {Recomputed}";
}

/// <summary>What was looked at, and what was found.</summary>
/// <param name="Folders">Evidence folders, with a line about each.</param>
/// <param name="Tables">Tables in the docs that were recomputed.</param>
/// <param name="Findings">Empty where all is well.</param>
public sealed record EvidenceVerification(
    IReadOnlyList<string> Folders, int Tables, IReadOnlyList<EvidenceFinding> Findings);

/// <summary>Recomputes everything published from the evidence folders alone: no market data, no network.</summary>
public static class EvidenceVerifier
{
    /// <summary>Checks the digests and losses of every evidence folder, and every table of the docs between markers.</summary>
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
        var tables = 0;
        foreach (var page in PublishedTable.Pages(root))
        {
            var name = Path.GetRelativePath(root, page);
            try
            {
                foreach (var table in PublishedTable.In(name, File.ReadAllLines(page)))
                {
                    tables++;
                    if (compared.TryGetValue(table.Folder, out var backtest))
                        Compare(table, table.Computed(backtest), findings);
                    else
                        findings.Add(new(name, $"table {table.Table}, line {table.Line + 1}", $"a table of {table.Folder}",
                            "nothing: there is no such evidence, or it is damaged"));
                }
            }
            catch (EvidenceException damaged)
            {
                findings.Add(new(name, "markers", damaged.Message, "nothing"));
            }
        }
        return new(folders, tables, findings);
    }

    private static ComparedBacktest? CheckFolder(string root, string folder, List<EvidenceFinding> findings)
    {
        var place = Path.GetRelativePath(root, folder);
        try
        {
            var files = EvidenceFolder.Contents(folder);
            var manifest = EvidenceFolder.Manifest(files);
            foreach (var (name, digest) in manifest.Files)
                if (!files.TryGetValue(name, out var content))
                    Found(name, "the file", $"SHA-256 {digest}", "nothing: it is missing");
                else if (EvidenceFiles.Digest(content) is var actual && actual != digest)
                    Found(name, "SHA-256", digest, actual);
            foreach (var name in files.Keys.Where(name => name != EvidenceManifest.FileName && !manifest.Files.ContainsKey(name)))
                Found(name, "the file", "a file", "nothing: the manifest does not list it");
            var backtest = EvidenceFiles.Read(manifest, files);
            var result = backtest.Result;
            Fact("first_origin", EvidenceTable.Date(manifest.FirstOrigin), EvidenceTable.Date(result.Origins.FirstOrDefault()));
            Fact("last_origin", EvidenceTable.Date(manifest.LastOrigin), EvidenceTable.Date(result.Origins.LastOrDefault()));
            Fact("origins", $"{manifest.Origins}", $"{result.Origins.Length}");
            Fact("models", string.Join(", ", manifest.Models), string.Join(", ", result.Models.Select(m => m.Name)));
            Fact("release/symbol-horizon", $"{manifest.Release}/{backtest.Name}", EvidenceFolder.NameOf(folder));
            CompareLosses(files, result);
            return new ComparedBacktest(backtest);
        }
        catch (Exception damaged) when (damaged is EvidenceException or InsufficientDataException)
        {
            Found("", "the folder", damaged.Message, "nothing");
            return null;
        }

        void Found(string file, string where, string published, string recomputed) =>
            findings.Add(new(Path.Combine(place, file), where, published, recomputed));

        void Fact(string name, string stated, string actual)
        {
            if (stated != actual)
                Found(EvidenceManifest.FileName, name, stated, actual);
        }

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
            CompareCells(place, Markdown.Cells(computed[0]), published, computed, Markdown.Cells,
                (where, a, b) => findings.Add(new(table.File, where, a, b)));
    }

    /// <summary>Tells every cell in which two tables of equally many lines differ.</summary>
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
