using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Reports.Charts;

namespace Volcast.Reports;

/// <summary>Tables and charts as JSON properties under their own names: numbers are unrounded, and a number that does not exist
/// is null.</summary>
public static class JsonExhibits
{
    /// <summary>Indented, LF line ends, characters beyond ASCII as they are.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a table: an array of rows, each an object of column name → value.</summary>
    public static void Write(Utf8JsonWriter json, ReportTable table)
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

    /// <summary>Writes a chart: an object of series name → points, each with <c>date</c> or <c>x</c>, and with <c>y</c> or
    /// with <c>lower</c> and <c>upper</c>.</summary>
    public static void Write(Utf8JsonWriter json, ReportChart chart)
    {
        json.WriteStartObject(chart.Name);
        foreach (var series in chart.Series)
        {
            json.WriteStartArray(series.Name);
            foreach (var point in series.Points)
            {
                json.WriteStartObject();
                if (chart.X == AxisKind.Date)
                    json.WriteString("date", DateOnly.FromDayNumber((int)point.X)
                        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
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
