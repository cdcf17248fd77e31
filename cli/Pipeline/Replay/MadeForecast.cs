using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>A forecast whose outcome is not known yet, with its distribution as it was when it was made.</summary>
/// <param name="Row">The row of <c>forecasts</c>.</param>
/// <param name="Distribution">A copy; null if the model has none.</param>
internal sealed record MadeForecast(ForecastRow Row, ForecastDistribution? Distribution)
{
    public static MadeForecast Of(ForecastRow row, ForecasterArtifact by) =>
        new(row, by.Distribution is { } distribution ? ForecastDistribution.Load(distribution.Save()) : null);
}
