using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>The sessions on which a challenger forecast beside the champion.</summary>
public static class ShadowSessions
{
    /// <summary>Counts the origins with a shadow forecast of a version and a live forecast of the champion, from the session on
    /// which the version's last training label ended.</summary>
    /// <param name="rows">Stored forecasts of the target.</param>
    /// <param name="version">The challenger.</param>
    /// <param name="champion">The number of the champion.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="calendar">Counts sessions.</param>
    public static int Count(
        IEnumerable<ForecastRow> rows, ModelVersion version, int champion, int horizon, TradingCalendar calendar)
    {
        var own = rows.Where(row => row.Model == version.Model && row.Horizon == horizon).ToArray();
        var live = own.Where(row => row.Kind == ForecastKind.Live && IsOf(row, champion)).Select(row => row.ForecastOrigin)
            .ToHashSet();
        var cut = FittedOn(version, horizon, calendar) ?? DateOnly.MinValue;
        return own.Where(row => row.Kind == ForecastKind.Shadow && IsOf(row, version.Number) && row.ForecastOrigin >= cut)
            .Select(row => row.ForecastOrigin).Distinct().Count(live.Contains);

        static bool IsOf(ForecastRow row, int number) => row.ModelVersion == number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The session on which a version's last training label ended; null if the version does not state its last training
    /// row.</summary>
    public static DateOnly? FittedOn(ModelVersion version, int horizon, TradingCalendar calendar) =>
        version.Day(RegistryTags.TrainingTo) is { } last ? calendar.Add(last, horizon) : null;
}
