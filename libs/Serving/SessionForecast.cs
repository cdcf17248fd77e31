using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Serving;

/// <summary>What a registered version forecasts from one session: the row of the table <c>forecasts</c>, and its
/// reasons.</summary>
/// <param name="Row">With its interval and the digest of what it was made from.</param>
/// <param name="Reasons">On the model's own scale.</param>
public sealed record SessionForecast(ForecastRow Row, Explanation Reasons)
{
    /// <param name="model">Its distribution is led on to the origin: from the training on, its own later errors count.</param>
    /// <param name="inputs">The origin is their newest session.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="kind">How it came about.</param>
    /// <param name="calendar">The end of the target, and when the origin settles.</param>
    /// <exception cref="InsufficientDataException">An input of the origin is absent; the message names it.</exception>
    public static SessionForecast Make(
        RegisteredForecaster model, ForecastInputs inputs, int horizon, ForecastKind kind, TradingCalendar calendar)
    {
        var forecaster = model.Artifact.Forecaster;
        var reasons = forecaster.Explain(inputs.Known);
        var variance = forecaster.Forecast(inputs.Known);
        var distribution = model.Artifact.Distribution;
        distribution?.Follow(inputs.Known, forecaster);
        var inner = distribution?.Interval80(variance) ?? VarianceInterval.Absent;
        var outer = distribution?.Interval95(variance) ?? VarianceInterval.Absent;
        return new(new ForecastRow
        {
            Horizon = horizon,
            ForecastOrigin = inputs.Origin,
            Model = model.Version.Model,
            ModelVersion = $"{model.Version.Number}",
            Kind = kind,
            TargetEnd = calendar.Add(inputs.Origin, horizon),
            AsOf = calendar.SettlesAt(inputs.Origin).ToUniversalTime(),
            Variance = variance,
            Lower80 = inner.Lower,
            Upper80 = inner.Upper,
            Lower95 = outer.Lower,
            Upper95 = outer.Upper,
            Contributions = ContributionsJson.Of(reasons),
            Base = reasons.Base,
            ContributionScale = JsonNamingPolicy.SnakeCaseLower.ConvertName(reasons.Scale.ToString()),
            InputDigest = inputs.Digest(model.Artifact.Recipe.Inputs, model.Digest, distribution),
        }, reasons);
    }
}
