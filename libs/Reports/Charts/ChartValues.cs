namespace Volcast.Reports.Charts;

/// <summary>The values of a chart as a table: a row for each X, columns for each series.</summary>
public static class ChartValues
{
    /// <summary>The table of a chart, named as the chart.</summary>
    public static ReportTable Of(ReportChart chart)
    {
        double[] xs = [.. chart.Series.SelectMany(s => s.Points).Where(p => p.IsPresent).Select(p => p.X).Distinct().Order()];
        var columns = new List<TableColumn> { new("x", chart.XHeading ?? chart.X switch
        {
            AxisKind.Date => "date",
            AxisKind.Sessions => "sessions ahead",
            _ => "x",
        }, chart.X switch
        {
            AxisKind.Date => null,
            AxisKind.Percent => "0.00 %",
            _ => "0.####",
        }) };
        var values = new List<Func<double, Cell>>();
        foreach (var series in chart.Series)
        {
            var points = series.Points.Where(p => p.IsPresent).GroupBy(p => p.X)
                .ToDictionary(same => same.Key, same => same.Last());
            var hasEnds = series.Kind is SeriesKind.Band or SeriesKind.Whiskers;
            Add(series.Name, hasEnds ? $"{series.Label}, lower" : series.Label, p => p.Y);
            if (hasEnds)
                Add($"{series.Name}_upper", $"{series.Label}, upper", p => p.Upper);

            void Add(string name, string heading, Func<ChartPoint, double> value)
            {
                columns.Add(new(name, heading, Format(chart.Y)));
                values.Add(x => points.TryGetValue(x, out var point) ? value(point) : double.NaN);
            }
        }
        return new()
        {
            Name = $"{chart.Name}_values",
            Title = chart.Title,
            Columns = columns,
            Rows = [.. xs.Select(x => (Cell[])[Name(x), .. values.Select(value => value(x))])],
        };

        Cell Name(double x) => chart.X == AxisKind.Date ? NumberText.Day(DateOnly.FromDayNumber((int)x)) : x;
    }

    private static string Format(AxisKind kind) => kind is AxisKind.Percent or AxisKind.Volatility ? "0.0 %" : "0.###";
}
