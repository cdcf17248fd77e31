using Spectre.Console;

namespace Volcast.Cli.Output;

/// <summary>A column of a <see cref="FittedTable"/>.</summary>
/// <param name="Heading">Its heading; it may be broken between words.</param>
/// <param name="IsNumber">Whether its cells are aligned to the right.</param>
/// <param name="IsOptional">Whether a narrow terminal may leave it out; the last optional column goes first.</param>
/// <param name="ToneOf">What a cell means, which a terminal shows; null for plain cells.</param>
internal sealed record FittedColumn(
    string Heading, bool IsNumber = false, bool IsOptional = false, Func<string, Tone>? ToneOf = null)
{
    public Tone Tone(string cell) => ToneOf?.Invoke(cell) ?? Output.Tone.Plain;
}

/// <summary>
/// A table that fits the width of the terminal. Where its lines are too wide, it has single spaces between columns, broken
/// headings and no optional columns, and breaks its widest column of words over several lines. If even that is too wide, each row
/// becomes a list of headings with their values.
/// </summary>
internal sealed class FittedTable(string title, params IReadOnlyList<FittedColumn> columns)
{
    private const int Unlimited = 1000;
    private const int LeastWidth = 8;
    private const int ListIndent = 2;
    private readonly List<(string[] Cells, bool IsEmphasized)> rows = [];

    public FittedTable Row(params string[] cells) => Add(cells, isEmphasized: false);

    /// <summary>A row in bold, if the terminal can show it.</summary>
    public FittedTable Emphasized(params string[] cells) => Add(cells, isEmphasized: true);

    public void Write(Terminal terminal)
    {
        var table = Bordered();
        var lines = Terminal.Render(table, Unlimited);
        if (lines.Max(line => line.TrimEnd().Length) <= terminal.Width)
        {
            terminal.Console.Write(table);
            return;
        }
        foreach (var line in Narrow(terminal.Width, terminal.Paint))
            terminal.Out.WriteLine(line);
    }

    private FittedTable Add(string[] cells, bool isEmphasized)
    {
        if (cells.Length != columns.Count)
            throw new ArgumentException(
                $"The table has {columns.Count} columns, and the row has {cells.Length} cells.", nameof(cells));
        rows.Add((cells, isEmphasized));
        return this;
    }

    private Table Bordered()
    {
        var table = new Table().Border(TableBorder.Simple);
        if (title.Length > 0)
            table.Title(Markup.Escape(title));
        foreach (var column in columns)
        {
            var made = new TableColumn(Markup.Escape(column.Heading));
            table.AddColumn(column.IsNumber ? made.RightAligned() : made);
        }
        foreach (var (cells, isEmphasized) in rows)
            table.AddRow([.. cells.Select((cell, i) =>
                $"[{Tones.Style(ToneOf(i, cell, isEmphasized))}]{Markup.Escape(cell)}[/]")]);
        return table;
    }

    private Tone ToneOf(int column, string cell, bool isEmphasized) =>
        isEmphasized && column == 0 ? Tone.Strong : columns[column].Tone(cell.Trim());

    private IEnumerable<string> Narrow(int width, Func<string, Tone, string> paint)
    {
        var shown = Enumerable.Range(0, columns.Count).ToList();
        while (Total(shown) > width && shown.FindLastIndex(i => columns[i].IsOptional) is >= 0 and var last)
            shown.RemoveAt(last);
        var widths = shown.Select(NaturalWidth).ToArray();
        while (widths.Sum() + widths.Length - 1 > width && Widest(shown, widths) is { } widest && widths[widest] > LeastWidth)
            widths[widest]--;
        var isTooWide = widths.Sum() + widths.Length - 1 > width;
        return ((string[])["", .. title.Length > 0 ? WrappedText.Lines(title, width) : []])
            .Concat(isTooWide ? Lists(width) : Columns(shown, widths, paint)).Append("");
    }

    /// <summary>Lines are broken between pairs of heading and value, not inside one.</summary>
    private IEnumerable<string> Lists(int width)
    {
        const char inside = '\u00a0';
        return rows.SelectMany(row => WrappedText
            .Lines(string.Join("; ", columns.Zip(row.Cells, Pair)), width - ListIndent)
            .Select((line, i) => (i == 0 ? "" : new string(' ', ListIndent)) + line.Replace(inside, ' ')));

        static string Pair(FittedColumn column, string cell) => $"{column.Heading} {cell.Trim()}".Replace(' ', inside);
    }

    private IEnumerable<string> Columns(List<int> shown, int[] widths, Func<string, Tone, string> paint)
    {
        var headings = shown.Select((i, n) => WrappedText.Lines(Breakable(columns[i].Heading), widths[n]).ToArray()).ToArray();
        var height = headings.Max(heading => heading.Length);
        string[][] cellsOfHeadings =
            [.. headings.Select(heading => (string[])[.. Enumerable.Repeat("", height - heading.Length), .. heading])];
        foreach (var line in Lines(cellsOfHeadings, shown, widths, (_, text) => text))
            yield return line;
        yield return string.Join(' ', widths.Select(w => new string('─', w)));
        foreach (var (cells, isEmphasized) in rows)
            foreach (var line in Lines([.. shown.Select((i, n) => Broken(cells[i], widths[n]))], shown, widths,
                (column, text) => paint(text, ToneOf(column, cells[column], isEmphasized))))
                yield return line;
    }

    /// <summary>A heading that can be broken after an underscore too.</summary>
    private static string Breakable(string heading) => heading.Replace("_", "_ ", StringComparison.Ordinal);

    /// <summary>One row of the table as lines of text, as many as its highest cell has.</summary>
    private IEnumerable<string> Lines(
        string[][] cells, List<int> shown, int[] widths, Func<int, string, string> painted)
    {
        for (var line = 0; line < cells.Max(cell => cell.Length); line++)
            yield return string.Join(' ', cells.Select((cell, n) =>
            {
                var text = line < cell.Length ? cell[line] : "";
                var padding = new string(' ', widths[n] - text.Length);
                text = painted(shown[n], text);
                return columns[shown[n]].IsNumber ? padding + text : text + padding;
            })).TrimEnd();
    }

    /// <summary>A cell in pieces of at most the width, broken between words where it can be.</summary>
    private static string[] Broken(string cell, int width) =>
    [
        .. WrappedText.Lines(cell.TrimStart(), width - Indent(cell))
            .SelectMany(line => line.Chunk(width - Indent(cell)).DefaultIfEmpty([]))
            .Select(piece => new string(' ', Indent(cell)) + new string(piece)),
    ];

    private static int Indent(string cell) => cell.Length - cell.TrimStart().Length;

    private int Total(List<int> shown) => shown.Sum(NaturalWidth) + shown.Count - 1;

    private int NaturalWidth(int column) => Math.Max(
        Breakable(columns[column].Heading).Split(' ').Max(word => word.Length),
        rows.Select(row => row.Cells[column].Length).DefaultIfEmpty().Max());

    /// <summary>The position of the widest column of words; null if there is none.</summary>
    private int? Widest(List<int> shown, int[] widths)
    {
        var words = Enumerable.Range(0, shown.Count).Where(n => !columns[shown[n]].IsNumber).ToArray();
        return words.Length > 0 ? words.MaxBy(n => widths[n]) : null;
    }
}
