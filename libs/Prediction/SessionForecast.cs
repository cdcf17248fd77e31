using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>A registered version's forecast from one session: the row of the table <c>forecasts</c>, and its
/// contributions.</summary>
/// <param name="Row">The row, with intervals and the digest of its inputs.</param>
/// <param name="Reasons">Contributions on the model's own scale.</param>
public sealed record SessionForecast(ForecastRow Row, Explanation Reasons)
{
    /// <summary>Live before the first session of the target, the one after the origin, opens; a backfill from then on, because
    /// a part of the outcome could be known.</summary>
    public static ForecastKind KindOf(DateOnly origin, TradingCalendar calendar, DateTimeOffset now) =>
        now < calendar.OpensAt(calendar.Next(origin)) ? ForecastKind.Live : ForecastKind.Backfill;

    /// <param name="model">Its distribution is updated to the origin with the model's own errors since its training.</param>
    /// <param name="inputs">Their newest session is the origin.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="kind">Live, shadow, backfill or provisional.</param>
    /// <param name="calendar">Gives the end of the target and the settlement of the origin.</param>
    /// <param name="oneSession">The tail risk of the next session; null for the model's own.</param>
    /// <exception cref="InsufficientDataException">An input of the origin is missing; the message names it.</exception>
    public static SessionForecast Make(
        RegisteredForecaster model, ForecastInputs inputs, int horizon, ForecastKind kind, TradingCalendar calendar,
        OneSessionTail? oneSession = null) =>
        Make(model.Named, inputs, horizon, kind, calendar, oneSession);

    /// <summary>The forecast, or the reason why the inputs of the origin do not suffice.</summary>
    /// <inheritdoc cref="Make(RegisteredForecaster, ForecastInputs, int, ForecastKind, TradingCalendar, OneSessionTail?)"/>
    public static ValueOrReason<SessionForecast> TryMake(
        ForecastModel model, ForecastInputs inputs, int horizon, ForecastKind kind, TradingCalendar calendar,
        OneSessionTail? oneSession = null)
    {
        try
        {
            return Make(model, inputs, horizon, kind, calendar, oneSession);
        }
        catch (InsufficientDataException absent)
        {
            return new Reason(absent.Message);
        }
    }

    /// <inheritdoc cref="Make(RegisteredForecaster, ForecastInputs, int, ForecastKind, TradingCalendar, OneSessionTail?)"/>
    public static SessionForecast Make(
        ForecastModel model, ForecastInputs inputs, int horizon, ForecastKind kind, TradingCalendar calendar,
        OneSessionTail? oneSession = null)
    {
        var forecaster = model.Artifact.Forecaster;
        var reasons = model.Explain(inputs);
        inputs = inputs.For(model.Artifact.Spec);
        var variance = forecaster.Forecast(inputs.Known);
        var distribution = model.Artifact.Distribution;
        distribution?.Follow(inputs.Known, forecaster);
        var inner = distribution?.Interval80(variance) ?? VarianceInterval.Absent;
        var outer = distribution?.Interval95(variance) ?? VarianceInterval.Absent;
        var implied = inputs.Known.Column("vix")[^1];
        var (oneDay95, horizon95) = (OneDay(.95), distribution?.HorizonRisk(variance, .95));
        return new(new ForecastRow
        {
            Horizon = horizon,
            ForecastOrigin = inputs.Origin,
            Model = model.Name,
            ModelVersion = model.Version,
            Kind = kind,
            TargetEnd = calendar.Add(inputs.Origin, horizon),
            AsOf = calendar.SettlesAt(inputs.Origin).ToUniversalTime(),
            Variance = variance,
            Lower80 = inner.Lower,
            Upper80 = inner.Upper,
            Lower95 = outer.Lower,
            Upper95 = outer.Upper,
            Implied = implied,
            ImpliedIndex = inputs.Known.ImpliedIndex,
            ProbabilityAboveImplied = distribution is not null && double.IsFinite(implied)
                ? distribution.ProbabilityAbove(variance, implied / 100)
                : double.NaN,
            ProbabilityAbove20 = distribution?.ProbabilityAbove(variance, ForecastFigures.UsualLevel) ?? double.NaN,
            OneDay95 = Risk(oneDay95),
            OneDay975 = Risk(OneDay(.975)),
            OneDay99 = Risk(OneDay(.99)),
            OneDayWindows = oneDay95?.SeparateWindows ?? double.NaN,
            Horizon95 = Risk(horizon95),
            Horizon975 = Risk(distribution?.HorizonRisk(variance, .975)),
            Horizon99 = Risk(distribution?.HorizonRisk(variance, .99)),
            HorizonWindows = horizon95?.SeparateWindows ?? double.NaN,
            Contributions = ContributionsJson.Of(reasons),
            Base = reasons.Base,
            ContributionScale = reasons.Scale.Name(),
            InputDigest = inputs.Digest(forecaster, model.Digest, distribution),
            OneSessionModel = oneSession?.Version.Model,
            OneSessionModelVersion = oneSession is null ? null : $"{oneSession.Version.Number}",
            OneSessionInputDigest = oneSession?.InputDigest,
        }, reasons);

        TailRisk? OneDay(double confidence) => oneSession?.At(confidence) ?? distribution?.OneDayRisk(variance, confidence);
    }

    private static ForecastTailRisk Risk(TailRisk? risk) =>
        risk is { } known ? new(known.ValueAtRisk, known.ExpectedShortfall) : ForecastTailRisk.Absent;
}

/// <summary>A fitted model as a stored forecast names it.</summary>
/// <param name="Name">The registered name, or the name of a baseline.</param>
/// <param name="Version">The version's number, or a baseline's last training session, yyyy-MM-dd.</param>
/// <param name="Digest">Digest of its files.</param>
/// <param name="Artifact">Forecaster and distribution.</param>
public sealed record ForecastModel(string Name, string Version, string Digest, ForecasterArtifact Artifact)
{
    /// <summary>The contributions to the forecast from the newest row.</summary>
    /// <param name="inputs">With the implied-volatility index of the features, which can be another one than the model's.</param>
    /// <exception cref="InsufficientDataException">An input of the row is missing; the message names it. Where the features have the
    /// input with their index, it says that a training helps.</exception>
    public Explanation Explain(ForecastInputs inputs)
    {
        var own = inputs.For(Artifact.Spec).Known;
        try
        {
            return Artifact.Forecaster.Explain(own);
        }
        catch (InsufficientDataException missing)
            when (Artifact.Spec.Inputs.Any(name => IsAbsent(own, name) && !IsAbsent(inputs.Known, name)))
        {
            throw new InsufficientDataException($"{missing.Message} {Name} version {Version} learnt from {own.ImpliedIndex}, and the "
                + $"features are computed with {inputs.Known.ImpliedIndex} now. Train again, and promote the new version.", missing);
        }
    }

    private static bool IsAbsent(ForecastingData known, string input) => !double.IsFinite(known.Column(input)[^1]);
}
