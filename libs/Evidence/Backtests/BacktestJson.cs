using System.Text.Json;
using Volcast.Evaluation;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>report.json: every number of the page, unrounded, under stable names: <c>run</c>, <c>tables</c> (name → rows, each an
/// object of column name → value) and <c>charts</c> (name → series → points). A number that does not exist is null.</summary>
internal static class BacktestJson
{
    private const int Format = 1;

    public static byte[] Of(BacktestReport report)
    {
        var (backtest, sample) = (report.Compared.Backtest, report.Compared.Sample);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonExhibits.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("market", backtest.Run.DataKind);
            json.WriteString("symbol", backtest.Result.Symbol);
            json.WriteNumber("horizon", backtest.Result.Horizon);
            json.WriteString("model", report.Compared.Model.Model);
            json.WriteString("benchmark", report.Compared.Benchmark);
            json.WriteString("first_origin", CsvTable.Date(sample.Origins[0]));
            json.WriteString("last_origin", CsvTable.Date(sample.Origins[^1]));
            json.WriteNumber("common_origins", sample.Rows.Length);
            json.WriteNumber("noise_floor", report.Compared.Comparison.NoiseFloor);
            json.WriteString("summary", BacktestSummary.Of(report.Compared));
            WriteRun(json, backtest.Run);
            json.WriteStartObject("tables");
            foreach (var table in report.Sections.SelectMany(s => s.Tables))
                JsonExhibits.Write(json, table);
            json.WriteEndObject();
            json.WriteStartObject("charts");
            foreach (var chart in report.Sections.SelectMany(s => s.Charts))
                JsonExhibits.Write(json, chart);
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
}
