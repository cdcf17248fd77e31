using MiniExcelLibs;
using Volcast.Services.Dashboard.Exports;

namespace Volcast.Services.Dashboard.Tests.Exports;

public sealed class WorkbookExportTests
{
    [Fact]
    public void Numbers_stay_numbers_unrounded_and_formulas_stay_words()
    {
        var bytes = WorkbookExport.Of(new()
        {
            Name = "forecasts",
            Title = "Forecasts",
            Columns = [new("forecast_origin", "origin"), new("volatility", "forecast", "0.0 %"), new("verdict", "interval")],
            Rows = [["2021-12-30", .123456789, "=HYPERLINK(\"http://x\")"], ["2021-12-29", double.NaN, "held"]],
        });
        using var stream = new MemoryStream(bytes);
        var rows = stream.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToArray();
        Assert.Equal(["forecast_origin", "volatility", "verdict"], rows[0].Keys);
        Assert.Equal(["2021-12-30", .123456789, "'=HYPERLINK(\"http://x\")"], rows[0].Values);
        Assert.Equal(["2021-12-29", null, "held"], rows[1].Values);
    }
}
