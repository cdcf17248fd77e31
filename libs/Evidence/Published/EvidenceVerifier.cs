using Volcast.Forecasting;
using Volcast.Market;
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
/// <param name="Tables">Tables in the docs that were compared.</param>
/// <param name="Figures">Single numbers in the docs' prose that were compared.</param>
/// <param name="NotRecomputed">The columns of published tables that the other files do not give, a line for each table.</param>
/// <param name="Findings">The differences; empty where everything agrees.</param>
public sealed record EvidenceVerification(
    IReadOnlyList<string> Folders, int Tables, int Figures, IReadOnlyList<string> NotRecomputed,
    IReadOnlyList<EvidenceFinding> Findings);

/// <summary>Compares the docs with the published tables, and recomputes of these what the other files of the evidence folders
/// give: no market data, no network.</summary>
public static class EvidenceVerifier
{
    /// <summary>What these files cannot show, one sentence each.</summary>
    public static IReadOnlyList<string> Unverifiable { get; } =
    [
        "That the stated command, seed, refits, purge and burn-in made these files from data with the stated digests, and that"
            + " the outcomes are those of the market. To check that, give the folder of the vendor's bars with --path.",
        "That the dates in LOG.md are the dates of the runs.",
        "Anything about releases whose files were not stored.",
    ];

    /// <summary>Checks digests, statements and tables of every evidence folder, and every table and figure of the docs between
    /// markers.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="cancellationToken">Stops between folders.</param>
    public static EvidenceVerification Verify(string root, CancellationToken cancellationToken = default)
    {
        var findings = new List<EvidenceFinding>();
        var folders = new List<string>();
        var published = new Dictionary<string, IReadOnlyList<ReportTable>>(StringComparer.Ordinal);
        var recomputed = new List<ReportTable>();
        foreach (var folder in EvidenceFolder.Find(root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (CheckFolder(root, folder, findings) is not { } content)
                continue;
            published.Add(EvidenceFolder.NameOf(folder), content.Tables);
            recomputed.AddRange(Recomputation.Of(content));
            folders.Add($"{EvidenceFolder.NameOf(folder)}: {content.Forecasts.Origins.Length:N0} origins, "
                + $"{content.Manifest.Models.Count} models");
        }
        foreach (var file in PublishedPanel.Find(root))
        {
            if (CheckPanel(root, file, findings) is not { } panel)
                continue;
            published.Add(panel.Name, panel.Page.Tables);
            recomputed.AddRange(panel.Recomputed());
            folders.Add($"{panel.Name}: {Counted.Of(panel.Page.Tickers, "ticker")}");
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
                    if (published.TryGetValue(table.Folder, out var content))
                        Compare(table, table.From(content), findings);
                    else
                        Absent(name, $"table {table.Table}, line {table.Line + 1}", $"a table of {table.Folder}");
                }
            });
            Marked(name, () =>
            {
                foreach (var figure in PublishedFigure.In(name, lines))
                {
                    figures++;
                    if (!published.TryGetValue(figure.Folder, out var content))
                        Absent(name, figure.Place, figure.Content);
                    else if (figure.From(content) is var computed && computed != figure.Content)
                        findings.Add(new(name, figure.Place, figure.Content, computed));
                }
            });
        }
        return new(folders, tables, figures, NotRecomputed(published.Values, recomputed), findings);

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

    private static EvidenceContent? CheckFolder(string root, string folder, List<EvidenceFinding> findings)
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
            var content = EvidenceContent.Read(manifest, files);
            foreach (var (where, stated, actual) in ManifestStatements.Wrong(content, EvidenceFolder.NameOf(folder)))
                Found(EvidenceManifest.FileName, where, stated, actual);
            foreach (var (where, stated, actual) in HitColumns.Broken(content.WithHits, content.Hits))
                Found(EvidenceFiles.Hits, where, stated, actual);
            foreach (var (where, stated, actual) in Recomputation.Of(content).SelectMany(part => Differences(part, content.Tables)))
                Found(EvidenceFiles.Tables, where, stated, actual);
            return content;
        }
        catch (Exception damaged) when (damaged is EvidenceException or InvalidDataException or InsufficientDataException)
        {
            Found("", "the folder", damaged.Message, "nothing");
            return null;
        }

        void Found(string file, string where, string published, string recomputed) =>
            findings.Add(new(Path.Combine(place, file), where, published, recomputed));
    }

    private static PublishedPanel? CheckPanel(string root, string file, List<EvidenceFinding> findings)
    {
        var place = Path.GetRelativePath(root, file);
        try
        {
            var panel = PublishedPanel.Read(file);
            foreach (var (where, stated, actual) in panel.DifferingLines())
                findings.Add(new(Path.ChangeExtension(place, ".md"), where, stated, actual));
            foreach (var (where, stated, actual) in panel.Recomputed().SelectMany(part => Differences(part, panel.Page.Tables)))
                findings.Add(new(place, where, stated, actual));
            return panel;
        }
        catch (EvidenceException damaged)
        {
            findings.Add(new(place, "the file", damaged.Message, "nothing"));
            return null;
        }
    }

    /// <summary>The cells of a published table that differ from the recomputed part of it by more than rounding.</summary>
    private static IEnumerable<(string Place, string Stated, string Actual)> Differences(
        ReportTable part, IReadOnlyList<ReportTable> tables)
    {
        if (tables.FirstOrDefault(table => table.Name == part.Name) is not { } table)
            yield break;
        var places = part.Columns.Select(column => table.Columns.TakeWhile(c => c.Name != column.Name).Count()).ToArray();
        foreach (var group in part.Rows.GroupBy(row => row[0].Show("R")))
        {
            var stated = table.Rows.Where(row => row[0].Show("R") == group.Key).ToArray();
            foreach (var (row, i) in group.Select((row, i) => (row, i)))
                for (var c = 1; c < row.Length; c++)
                    if (places[c] < table.Columns.Count && i < stated.Length && !IsSame(stated[i][places[c]], row[c]))
                        yield return ($"table {part.Name}, row {group.Key}, column {part.Columns[c].Name}",
                            stated[i][places[c]].Show("R"), row[c].Show("R"));
            if (stated.Length == 0 && part.Name != "bars") // Thresholds exist for some baselines only.
                yield return ($"table {part.Name}", "no row", $"a row {group.Key}");
        }
    }

    /// <summary>Equal words, or numbers that agree within the rounding of the files.</summary>
    private static bool IsSame(Cell stated, Cell actual) => stated.Text is not null || actual.Text is not null
        ? stated.Text == actual.Text
        : stated.Number.Equals(actual.Number) || Math.Abs(stated.Number - actual.Number) <= 1e-6 + 2e-6 * Math.Abs(actual.Number);

    private static string[] NotRecomputed(IEnumerable<IReadOnlyList<ReportTable>> published, IEnumerable<ReportTable> parts)
    {
        var recomputed = parts.SelectMany(part => part.Columns.Select(column => (part.Name, column.Name))).ToHashSet();
        return
        [
            .. published.SelectMany(tables => tables)
                .SelectMany(table => table.Columns.Skip(1).Select(column => (Table: table.Name, Column: column.Name)))
                .Where(column => !recomputed.Contains(column)).Distinct().GroupBy(column => column.Table)
                .Select(table => $"{table.Key}: {string.Join(", ", table.Select(column => column.Column))}"),
        ];
    }

    private static void Compare(PublishedTable table, IReadOnlyList<string> computed, List<EvidenceFinding> findings)
    {
        string[] published = [.. table.Content.Where(line => line.Trim().Length > 0)];
        var place = $"table {table.Table} of {table.Folder}";
        if (published.Length != computed.Count)
            findings.Add(new(
                table.File, place, Counted.Of(Math.Max(published.Length - 2, 0), "row"), Counted.Of(computed.Count - 2, "row")));
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
