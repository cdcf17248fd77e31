using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class SessionForecastTests
{
    /// <summary>Friday, 5 July 2024 follows a holiday; 3 July is a half day. New York is at UTC−4 in July and at UTC−5 in
    /// January.</summary>
    [Theory]
    [InlineData("2024-07-02", "2024-07-03T13:29:59.999Z", ForecastKind.Live)]
    [InlineData("2024-07-02", "2024-07-03T13:30:00Z", ForecastKind.Backfill)]
    [InlineData("2024-07-03", "2024-07-04T20:00:00Z", ForecastKind.Live)]
    [InlineData("2024-07-03", "2024-07-05T13:30:00Z", ForecastKind.Backfill)]
    [InlineData("2024-01-12", "2024-01-16T14:29:00Z", ForecastKind.Live)]
    [InlineData("2024-01-12", "2024-01-16T14:30:00Z", ForecastKind.Backfill)]
    [InlineData("2024-01-12", "2024-01-16T21:30:00Z", ForecastKind.Backfill)]
    public void A_forecast_is_live_until_the_first_session_of_its_target_opens(
        string origin, string now, ForecastKind expected) =>
        Assert.Equal(expected, SessionForecast.KindOf(
            DateOnly.Parse(origin, CultureInfo.InvariantCulture), TradingCalendar.Nyse,
            DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));
}
