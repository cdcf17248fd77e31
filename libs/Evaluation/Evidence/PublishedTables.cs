using Volcast.Evaluation.Report;

namespace Volcast.Evaluation.Evidence;

/// <summary>The tables of the docs, written from the evidence.</summary>
public static class PublishedTables
{
    /// <summary>Fills every table of the docs from the evidence.</summary>
    /// <returns>The pages that changed, relative to the repository.</returns>
    /// <exception cref="EvidenceException">Evidence or a marker is damaged; no page is changed.</exception>
    public static IReadOnlyList<string> Write(string root)
    {
        var compared = EvidenceFolder.Find(root).ToDictionary(
            EvidenceFolder.NameOf, folder => new Lazy<ComparedBacktest>(() => new(EvidenceFolder.Read(folder).Backtest)));
        var changed = new List<(string Page, string Content)>();
        foreach (var page in PublishedTable.Pages(root))
        {
            var before = File.ReadAllText(page);
            var lines = before.Split('\n').ToList();
            foreach (var table in PublishedTable.In(Path.GetRelativePath(root, page), lines).Reverse())
            {
                if (!compared.TryGetValue(table.Folder, out var backtest))
                    throw new EvidenceException($"{table.File}, line {table.Line + 1}: there is no evidence {table.Folder}, only "
                        + $"{(compared.Count == 0 ? "none at all" : string.Join(", ", compared.Keys))}.");
                lines.RemoveRange(table.Line + 1, table.Content.Count);
                lines.InsertRange(table.Line + 1, table.Computed(backtest.Value));
            }
            if (string.Join('\n', lines) is var after && after != before)
                changed.Add((page, after));
        }
        foreach (var (page, content) in changed)
            File.WriteAllText(page, content);
        return [.. changed.Select(c => Path.GetRelativePath(root, c.Page))];
    }
}
