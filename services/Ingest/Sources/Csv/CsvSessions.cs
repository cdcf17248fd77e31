using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>Sorts the rows of a file by session, one row for each session.</summary>
internal static class CsvSessions
{
    /// <summary>The readable rows in order. The others go to <paramref name="bars"/> as rejected: rows that cannot be read, and
    /// rows of one session that contradict each other, because it is unknown which is right.</summary>
    public static IEnumerable<CsvRow> InOrder(IReadOnlyList<CsvRow> rows, BarCollector bars, List<string> notes)
    {
        foreach (var row in rows.Where(row => row.Session is null))
            bars.Reject(new RejectedRow(row.DateText, row.Text, $"line {row.Line}: {row.Fault}", Severity.Error));
        var dated = rows.Where(row => row.Session is not null).ToArray();
        NoteDisorder(dated, notes);
        foreach (var session in dated.GroupBy(row => row.Session!.Value).OrderBy(group => group.Key))
        {
            var first = session.First();
            var lines = string.Join(", ", session.Select(row => row.Line));
            if (session.Any(row => row != first && !row.Agrees(first)))
            {
                foreach (var row in session)
                    bars.Reject(
                        session.Key, row.Text,
                        $"line {row.Line}: the session is on lines {lines} with different content"
                        + (row.Fault is null ? "" : $"; {row.Fault}"),
                        Severity.Error);
                continue;
            }
            if (session.Skip(1).Any() && bars.IsInWindow(session.Key))
                notes.Add($"{BarCollector.Text(session.Key)} is on lines {lines} with the same content; one of them is used.");
            if (first.Fault is null)
                yield return first;
            else
                bars.Reject(session.Key, first.Text, $"line {first.Line}: {first.Fault}", Severity.Error);
        }
    }

    private static void NoteDisorder(CsvRow[] dated, List<string> notes)
    {
        for (var i = 1; i < dated.Length; i++)
            if (dated[i].Session < dated[i - 1].Session)
            {
                notes.Add(
                    $"Line {dated[i].Line} ({BarCollector.Text(dated[i].Session!.Value)}) follows "
                    + $"{BarCollector.Text(dated[i - 1].Session!.Value)}: the rows were unordered and have been sorted.");
                return;
            }
    }
}
