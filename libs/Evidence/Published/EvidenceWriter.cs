using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>Writes the tables and figures of the docs from the evidence.</summary>
public static class EvidenceWriter
{
    /// <summary>Writes every table and figure of the docs from the evidence.</summary>
    /// <returns>The pages that changed, relative to the repository.</returns>
    /// <exception cref="EvidenceException">Evidence or a marker is damaged, or a file of an evidence folder does not have the
    /// digest in its manifest; no page is changed.</exception>
    public static IReadOnlyList<string> Write(string root)
    {
        // All folders are read before anything is written, including those that no page shows.
        var published = EvidenceFolder.Find(root).Select(EvidenceFolder.Read).Select(folder => (folder.Name, folder.Tables))
            .Concat(PublishedPanel.Find(root).Select(PublishedPanel.Read).Select(panel => (panel.Name, panel.Page.Tables)))
            .ToDictionary(one => one.Name, one => one.Tables);
        var changed = new List<(string Page, string Content)>();
        foreach (var page in PublishedTable.Pages(root))
        {
            var before = File.ReadAllText(page);
            var lines = before.Split('\n').ToList();
            var name = Path.GetRelativePath(root, page);
            foreach (var figure in PublishedFigure.In(name, lines).Reverse())
                lines[figure.Line] = lines[figure.Line].Remove(figure.Start, figure.Content.Length).Insert(
                    figure.Start, figure.From(Tables(figure.Folder, name, figure.Line)));
            foreach (var table in PublishedTable.In(name, lines).Reverse())
            {
                var computed = table.From(Tables(table.Folder, name, table.Line));
                lines.RemoveRange(table.Line + 1, table.Content.Count);
                lines.InsertRange(table.Line + 1, computed);
            }
            if (string.Join('\n', lines) is var after && after != before)
                changed.Add((page, after));
        }
        foreach (var (page, content) in changed)
            File.WriteAllText(page, content);
        return [.. changed.Select(c => Path.GetRelativePath(root, c.Page))];

        IReadOnlyList<ReportTable> Tables(string folder, string page, int line) =>
            published.TryGetValue(folder, out var evidence) ? evidence
                : throw new EvidenceException($"{page}, line {line + 1}: there is no evidence {folder}, only "
                    + $"{(published.Count == 0 ? "none" : string.Join(", ", published.Keys))}.");
    }
}
