using System.Text;
using System.Text.Json;
using Volcast.Evidence.Backtests;
using Volcast.Reports;

namespace Volcast.Evidence.Panels;

/// <summary>The summary of one horizon of a panel, as a page and as the JSON file beside it, from which the page can be made
/// again.</summary>
/// <param name="Market">REAL or SIMULATED.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">The model that is compared with the others.</param>
/// <param name="Tickers">The number of tickers.</param>
/// <param name="Command">The command that gives the same numbers from the same data.</param>
/// <param name="Failed">Ticker → why it is not in the panel, in ordinal order.</param>
/// <param name="Tables">In the order of the page.</param>
public sealed record PanelPage(
    string Market, int Horizon, string Model, int Tickers, string Command, IReadOnlyDictionary<string, string> Failed,
    IReadOnlyList<ReportTable> Tables)
{
    private const int Format = 1;

    /// <param name="tickers">At least one, of one model and horizon.</param>
    /// <param name="failed">Ticker → why it is not in the panel.</param>
    /// <param name="command">The command that gives the same numbers from the same data.</param>
    public static PanelPage Of(
        IReadOnlyList<TickerScores> tickers, IReadOnlyDictionary<string, string> failed, string command) => new(
            tickers[0].DataKind, tickers[0].Horizon, tickers[0].Model, tickers.Count, command,
            new SortedDictionary<string, string>(failed.ToDictionary(), StringComparer.Ordinal), PanelTables.Of(tickers));

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static PanelPage Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format)
                throw new FormatException($"its format is not {Format}.");
            var model = Text("model");
            return new(Text("market"), root.GetProperty("horizon").GetInt32(), model, root.GetProperty("tickers").GetInt32(),
                Text("command"), root.GetProperty("failed").Deserialize<SortedDictionary<string, string>>()!,
                [.. root.GetProperty("tables").EnumerateObject().Select(table => PanelTables.Read(model, table))]);

            string Text(string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new InvalidDataException($"the summary of a panel is damaged: {damaged.Message}", damaged);
        }
    }

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonExhibits.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("market", Market);
            json.WriteNumber("horizon", Horizon);
            json.WriteString("model", Model);
            json.WriteNumber("tickers", Tickers);
            json.WriteNumber("false_discovery_rate", PanelSummary.Rate);
            json.WriteString("command", Command);
            json.WriteStartObject("failed");
            foreach (var (symbol, reason) in Failed)
                json.WriteString(symbol, reason);
            json.WriteEndObject();
            json.WriteStartObject("tables");
            foreach (var table in Tables)
                JsonExhibits.Write(json, table);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line($"# {NumberText.Count(Tickers, "ticker")}, {NumberText.Count(Horizon, "session")} ahead");
        Line("");
        if (Market == BacktestRun.Simulated)
        {
            Line(BacktestReport.SimulatedWarning);
            Line("");
        }
        Line($"The walk-forward of `{Model}` and of the models that it is compared with, for each ticker alone. On each ticker");
        Line("the models are scored on the same origins. The command writes this page:");
        Line("");
        Line("```bash");
        Line(Command);
        Line("```");
        if (Failed.Count > 0)
        {
            Line("");
            Line($"Not in the panel: {string.Join(", ", Failed.Keys)}.");
        }
        foreach (var table in Tables)
        {
            Line("");
            Line($"## {table.Title}");
            Line("");
            if (table.Note.Length > 0)
            {
                Line(table.Note);
                Line("");
            }
            foreach (var line in MarkdownTable.Lines(table))
                Line(line);
        }
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }
}
