using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Evaluation;
using Volcast.Evidence.Report.Charts;

namespace Volcast.Evidence.Report;

/// <summary>
/// report.json: every number of the page, unrounded, under stable names: <c>run</c>, <c>tables</c> (name → rows, each a column's
/// name → value) and <c>charts</c> (name → series → points). A number that does not exist is null.
/// </summary>
internal static class ReportJson
{
    private const int Format = 1;

    public static byte[] Of(BacktestReport report)
    {
        var (backtest, sample) = (report.Compared.Backtest, report.Compared.Sample);
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("market", backtest.Run.Market);
            json.WriteString("symbol", backtest.Result.Symbol);
            json.WriteNumber("horizon", backtest.Result.Horizon);
            json.WriteString("model", report.Compared.Model.Model);
            json.WriteString("benchmark", report.Compared.Benchmark);
            json.WriteString("first_origin", EvidenceTable.Date(sample.Origins[0]));
            json.WriteString("last_origin", EvidenceTable.Date(sample.Origins[^1]));
            json.WriteNumber("common_origins", sample.Rows.Length);
            json.WriteNumber("noise_floor", report.Compared.Comparison.NoiseFloor);
            json.WriteString("summary", ReportSummary.Of(report.Compared));
            WriteRun(json, backtest.Run);
            json.WriteStartObject("tables");
            foreach (var table in report.Sections.SelectMany(s => s.Tables))
                WriteTable(json, table);
            json.WriteEndObject();
            json.WriteStartObject("charts");
            foreach (var chart in report.Sections.SelectMany(s => s.Charts))
                WriteChart(json, chart);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteRun(Utf8JsonWriter json, BacktestRun run)
    {
        json.WriteStartObject("run");
        json.WriteString("command", run.Command);
        json.WriteNumber("refit_every", run.RefitEvery);
        json.WriteNumber("purged_rows", run.PurgedRows);
        json.WriteNumber("burn_in", run.BurnIn);
        if (run.RollingRows is { } rows)
            json.WriteNumber("rolling_rows", rows);
        else
            json.WriteNull("rolling_rows");
        json.WriteNumber("seed", run.Seed);
        json.WriteStartObject("input_digests");
        foreach (var (table, digest) in run.InputDigests)
            json.WriteString(table, digest);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray(table.Name);
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
                if (row[i].Text is { } text)
                    json.WriteString(table.Columns[i].Name, text);
                else
                    WriteNumber(json, table.Columns[i].Name, row[i].Number);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteChart(Utf8JsonWriter json, ReportChart chart)
    {
        json.WriteStartObject(chart.Name);
        foreach (var series in chart.Series)
        {
            json.WriteStartArray(series.Name);
            foreach (var point in series.Points)
            {
                json.WriteStartObject();
                if (chart.X == AxisKind.Date)
                    json.WriteString("date", EvidenceTable.Date(DateOnly.FromDayNumber((int)point.X)));
                else
                    WriteNumber(json, "x", point.X);
                WriteNumber(json, series.Kind == SeriesKind.Band ? "lower" : "y", point.Y);
                if (series.Kind == SeriesKind.Band)
                    WriteNumber(json, "upper", point.Upper);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
