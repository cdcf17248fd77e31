using System.Text;
using System.Text.Json;
using Volcast.Evidence.Backtests;
using Volcast.Files;
using Volcast.Reports;

namespace Volcast.Evidence.Panels;

/// <summary>The folder of a panel: a file for each ticker and horizon, and for each horizon the summary as JSON and as a page. It
/// holds no forecast, no outcome and no price.</summary>
/// <param name="path">The folder; created when first written.</param>
public sealed class PanelFolder(string path)
{
    /// <summary>The summary of a horizon, such as <c>panel-5d.json</c>.</summary>
    public static string NumbersFile(int horizon) => $"panel-{horizon}d.json";

    /// <summary>The page of a horizon, such as <c>panel-5d.md</c>.</summary>
    public static string PageFile(int horizon) => $"panel-{horizon}d.md";

    /// <summary>The stored scores of a ticker; null if there are none, or they are damaged or belong to another digest.</summary>
    public TickerScores? Find(string symbol, int horizon, string digest) =>
        System.IO.Path.Combine(path, TickerScores.FileName(symbol, horizon)) is var file && File.Exists(file)
            && TickerScores.TryParse(File.ReadAllBytes(file)) is { } known && known.Digest == digest
            ? known : null;

    /// <summary>Stores the scores of a ticker.</summary>
    public void Store(TickerScores scores)
    {
        Directory.CreateDirectory(path);
        AtomicFile.WriteAll(path, [new(TickerScores.FileName(scores.Symbol, scores.Horizon), scores.ToJson())]);
    }

    /// <summary>Writes the summary of one horizon.</summary>
    /// <param name="tickers">At least one, of one model and horizon.</param>
    /// <param name="failed">Ticker → why it is not in the panel.</param>
    /// <param name="command">The command that gives the same numbers from the same data.</param>
    /// <returns>The page.</returns>
    public string WriteSummary(
        IReadOnlyList<TickerScores> tickers, IReadOnlyDictionary<string, string> failed, string command)
    {
        var horizon = tickers[0].Horizon;
        AtomicFile.WriteAll(path,
        [
            new(NumbersFile(horizon), Numbers(tickers, failed, command)),
            new(PageFile(horizon), Page(tickers, failed, command)),
        ]);
        return System.IO.Path.Combine(path, PageFile(horizon));
    }

    /// <summary>The tables of the summary, in the order of the page.</summary>
    public static IReadOnlyList<ReportTable> Tables(IReadOnlyList<TickerScores> tickers)
    {
        var summaries = PanelSummary.Of(tickers);
        return
        [
            .. summaries.Select(one => PanelTables.Baselines(tickers[0].Model, one)),
            PanelTables.Coverage(tickers[0].Model, summaries),
            .. summaries.Select(one => PanelTables.Tickers(one.Span, tickers)),
        ];
    }

    private static byte[] Numbers(
        IReadOnlyList<TickerScores> tickers, IReadOnlyDictionary<string, string> failed, string command)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonExhibits.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteString("market", tickers[0].DataKind);
            json.WriteNumber("horizon", tickers[0].Horizon);
            json.WriteString("model", tickers[0].Model);
            json.WriteNumber("tickers", tickers.Count);
            json.WriteNumber("false_discovery_rate", PanelSummary.Rate);
            json.WriteString("command", command);
            json.WriteStartObject("failed");
            foreach (var (symbol, reason) in failed.OrderBy(one => one.Key, StringComparer.Ordinal))
                json.WriteString(symbol, reason);
            json.WriteEndObject();
            json.WriteStartObject("tables");
            foreach (var table in Tables(tickers))
                JsonExhibits.Write(json, table);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static byte[] Page(
        IReadOnlyList<TickerScores> tickers, IReadOnlyDictionary<string, string> failed, string command)
    {
        var (model, horizon) = (tickers[0].Model, tickers[0].Horizon);
        var text = new StringBuilder();
        Line($"# {NumberText.Count(tickers.Count, "ticker")}, {NumberText.Count(horizon, "session")} ahead");
        Line("");
        if (tickers[0].DataKind == BacktestRun.Simulated)
        {
            Line(BacktestReport.SimulatedWarning);
            Line("");
        }
        Line($"The walk-forward of `{model}` and of the models that it is compared with, for each ticker alone. On each ticker");
        Line("the models are scored on the same origins. The command writes this page:");
        Line("");
        Line("```bash");
        Line(command);
        Line("```");
        if (failed.Count > 0)
        {
            Line("");
            Line($"Not in the panel: {string.Join(", ", failed.Keys.Order(StringComparer.Ordinal))}.");
        }
        foreach (var table in Tables(tickers))
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
        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(string line) => text.Append(line).Append('\n');
    }
}
