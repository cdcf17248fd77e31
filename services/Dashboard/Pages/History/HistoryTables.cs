using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>The tables of History.</summary>
internal static class HistoryTables
{
    /// <summary>The name of the chart's values.</summary>
    public const string ValuesName = "history_values";

    /// <summary>Every forecast, the newest first.</summary>
    public static ReportTable Forecasts(HistoryModel model) => new()
    {
        Name = "forecasts",
        Title = "Forecasts and outcomes, the newest first",
        Columns = Columns(model),
        Rows = [.. Rows(model).Reverse()],
    };

    /// <summary>The values of the chart: every forecast, ascending.</summary>
    public static ReportTable Values(HistoryModel model) => new()
    {
        Name = ValuesName,
        Title = "Values of the chart",
        Columns = Columns(model),
        Rows = [.. Rows(model)],
    };

    /// <summary>Each kind of forecast with its record.</summary>
    public static ReportTable Kinds(HistoryModel model) => new()
    {
        Name = "kinds",
        Title = "How often the intervals held",
        Columns =
        [
            new("kind", "forecasts"), new("first_origin", "from"), new("last_origin", "to"), new("forecasts", "number", "#,0"),
            new("outcomes", "outcomes known", "#,0"), new("held_80", "80 % interval held", "0.0 %"),
            new("held_95", "95 % interval held", "0.0 %"),
        ],
        Rows =
        [
            .. model.Kinds.Select(kind => (Cell[])
            [
                kind.Name, NumberText.Day(kind.First), NumberText.Day(kind.Last), kind.Forecasts, kind.Outcomes, kind.Held80,
                kind.Held95,
            ]),
        ],
        Note = "Live: made before the first session that it covers. Backfilled: made later from the data of that day. Shadow: by "
            + "a challenger. Walk-forward: from the test of the recipe, each with a model that had seen the data before it only.",
    };

    private static IReadOnlyList<TableColumn> Columns(HistoryModel model) =>
    [
        new("forecast_origin", "origin"), new("kind", "kind"), new("volatility", "forecast", "0.0 %"),
        new("lower", $"{NumberText.Percent(model.Choice.Level, 0)} from", "0.0 %"), new("upper", "to", "0.0 %"),
        new("realized_volatility", "realised", "0.0 %"), new("verdict", "interval"),
        new("implied_volatility", "implied", "0.0 %"), new("har_volatility", "HAR", "0.0 %"),
        .. model.Shadow.Count > 0 ? [new TableColumn("shadow_volatility", "shadow", "0.0 %")] : Array.Empty<TableColumn>(),
        .. model.Overlays.Where(overlay => overlay.Points.Count > 0)
            .Select(overlay => new TableColumn($"{overlay.Name}_volatility", overlay.Name, "0.0 %")),
    ];

    private static IEnumerable<Cell[]> Rows(HistoryModel model)
    {
        var shadow = model.Shadow.ToDictionary(point => point.ForecastOrigin, point => point.Volatility);
        var others = model.Overlays.Where(overlay => overlay.Points.Count > 0)
            .Select(overlay => overlay.Points.ToDictionary(point => point.ForecastOrigin, point => point.Volatility)).ToArray();
        return model.Points.Select(point => (Cell[])
        [
            NumberText.Day(point.Document.ForecastOrigin), HistoryCharts.KindName(point.Document.Kind), point.Document.Volatility,
            point.Lower, point.Upper, point.Document.RealizedVolatility, point.Judgement.Verdict,
            point.Document.ImpliedVolatilityPoints / 100, point.Document.HarVolatility,
            .. model.Shadow.Count > 0 ? [At(shadow, point)] : Array.Empty<Cell>(),
            .. others.Select(other => At(other, point)),
        ]);

        static Cell At(Dictionary<DateOnly, double> values, HistoryPoint point) =>
            values.TryGetValue(point.Document.ForecastOrigin, out var value) ? value : double.NaN;
    }
}
