using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>A forecast whose outcome is not known yet, with its distribution as it was when it was made.</summary>
/// <param name="Row">The row of <c>forecasts</c>.</param>
/// <param name="Distribution">A copy; null if the model has none.</param>
internal sealed record MadeForecast(ForecastRow Row, ForecastDistribution? Distribution)
{
    /// <summary>Makes one; null if an input of the session is missing. A daily run would have reported that, and stored no forecast
    /// either.</summary>
    public static MadeForecast? Make(
        ForecastModel by, ForecastInputs inputs, int horizon, ForecastKind kind, TradingCalendar calendar) =>
        SessionForecast.TryMake(by, inputs, horizon, kind, calendar).Value is { } made
            ? new(made.Row, by.Artifact.Distribution is { } distribution ? ForecastDistribution.Load(distribution.Save()) : null)
            : null;
}
