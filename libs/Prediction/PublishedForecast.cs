using Volcast.Lake.Tables;

namespace Volcast.Prediction;

/// <summary>Which of several stored forecasts of one origin and horizon counts.</summary>
public static class PublishedForecast
{
    /// <summary>The forecast that counts: one that was made in time before one that was made later, that before a provisional one,
    /// and these before any other kind. Of several versions the newest counts.</summary>
    /// <param name="rows">Stored forecasts of one origin and horizon, in any order.</param>
    /// <returns>Null if there are no rows.</returns>
    public static ForecastRow? First(IEnumerable<ForecastRow> rows) => First(rows, row => row);

    /// <summary>The item whose forecast counts.</summary>
    /// <param name="items">Items with stored forecasts of one origin and horizon, in any order.</param>
    /// <param name="rowOf">Gives the forecast of an item.</param>
    /// <returns>Null if there are no items.</returns>
    public static T? First<T>(IEnumerable<T> items, Func<T, ForecastRow> rowOf) where T : class =>
        items.OrderBy(item => Rank(rowOf(item).Kind))
            .ThenByDescending(item => rowOf(item).ModelVersion, VersionOrder.Instance).FirstOrDefault();

    private static int Rank(ForecastKind kind) => kind switch
    {
        ForecastKind.Live => 0,
        ForecastKind.Backfill => 1,
        ForecastKind.Provisional => 2,
        _ => 3,
    };
}
