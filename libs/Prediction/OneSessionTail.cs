using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction.Documents;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>The tail risk of the session after an origin, from the target's one-session model. Forecasts over more sessions state
/// it too, so that all forecasts from one origin give the next session the same value at risk.</summary>
/// <param name="Version">The version that gives it.</param>
/// <param name="InputDigest">Digest of everything that it was computed from.</param>
/// <param name="Risks">Over one session, at each confidence of <see cref="ForecastFigures.Confidences"/>; all known.</param>
public sealed record OneSessionTail(ModelVersion Version, string InputDigest, IReadOnlyList<TailRisk> Risks)
{
    /// <param name="confidence">One of <see cref="ForecastFigures.Confidences"/>.</param>
    public TailRisk At(double confidence) => Risks.Single(risk => risk.Confidence == confidence);

    /// <summary>The reason of a stored forecast, which keeps its tail risk.</summary>
    public const string NotWhenStored = "the one-session model did not give it when this forecast was stored.";

    /// <summary>Says that a forecast states its own model's tail risk of the next session, although a one-session model
    /// serves.</summary>
    /// <param name="horizon">Of the forecast, sessions.</param>
    /// <param name="reason">Why the one-session model does not give it.</param>
    public static string Warning(int horizon, string reason) =>
        $"The tail risk of the next session is the {horizon}-session model's: {reason}";

    /// <summary>The tail risk by one version.</summary>
    /// <param name="model">A one-session model; its distribution is updated to the origin.</param>
    /// <param name="inputs">Their newest session is the origin. One model gets them in ascending order.</param>
    /// <param name="calendar">Gives the session that the version learnt last.</param>
    /// <returns>Or the reason why the version has none: it has learnt from later outcomes, an input is missing, or it has too few
    /// past returns.</returns>
    public static ValueOrReason<OneSessionTail> Of(
        RegisteredForecaster model, ForecastInputs inputs, TradingCalendar calendar)
    {
        var (spec, distribution) = (model.Artifact.Spec, model.Artifact.Distribution);
        inputs = inputs.For(spec);
        var learntUntil = calendar.Add(spec.TrainingTo, spec.Horizon);
        if (distribution?.NewestSession is { } observed && observed > learntUntil)
            learntUntil = observed;
        if (learntUntil > inputs.Origin)
            return new Reason($"{model.Version} has learnt from outcomes up to {learntUntil:yyyy-MM-dd}.");
        var variance = model.Artifact.Forecaster.Forecast(inputs.Known);
        if (double.IsNaN(variance))
            return new Reason($"an input of {model.Version} is missing on {inputs.Origin:yyyy-MM-dd}.");
        distribution?.Follow(inputs.Known, model.Artifact.Forecaster);
        var risks = ForecastFigures.Confidences.Select(confidence => distribution?.OneDayRisk(variance, confidence)).ToArray();
        return risks.All(risk => risk is { ValueAtRisk: var loss } && double.IsFinite(loss))
            ? new OneSessionTail(
                model.Version, inputs.Digest(model.Artifact.Forecaster, model.Digest, distribution),
                [.. risks.Select(risk => risk!.Value)])
            : new Reason($"{model.Version} has fewer than {ForecastDistribution.MinimumReturns} past returns.");
    }

    /// <summary>The tail risk by the serving version of the target's one-session model.</summary>
    /// <param name="registry">Holds the model.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="kind">The kind of data that the inputs come from.</param>
    /// <param name="inputs">Their newest session is the origin.</param>
    /// <param name="calendar">Gives the session that the version learnt last.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <returns>Or the reason why the version cannot give it; null if no version serves.</returns>
    /// <exception cref="RegistryException">The registry cannot be read now. A forecast without this tail risk must not be stored
    /// for that, because a stored forecast stays.</exception>
    public static async Task<ValueOrReason<OneSessionTail>?> FromServingAsync(
        IModelRegistry registry, Symbol target, DataKind kind, ForecastInputs inputs, TradingCalendar calendar,
        CancellationToken stop) =>
        await FindServingAsync(registry, target, stop) is { } version
            ? await FromAsync(registry, version, kind, inputs, calendar, stop)
            : null;

    /// <summary>The tail risk again that a stored forecast took from a one-session version; null if it took none.</summary>
    /// <param name="registry">Holds the version.</param>
    /// <param name="stored">The forecast.</param>
    /// <param name="inputs">Their newest session is the origin.</param>
    /// <param name="calendar">Gives the session that the version learnt last.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="RegistryException">The version was deleted or changed.</exception>
    /// <exception cref="InsufficientDataException">It cannot give the tail risk from these inputs.</exception>
    public static async Task<OneSessionTail?> AgainAsync(
        IModelRegistry registry, ForecastRow stored, ForecastInputs inputs, TradingCalendar calendar, CancellationToken stop)
    {
        if (stored.OneSessionModel is not { } name || ForecastDocuments.OneSessionVersionOf(stored) is not { } number)
            return null;
        using var model = await RegisteredForecaster.LoadAsync(
            registry, await registry.GetVersionAsync(name, number, stop), "", stop);
        return Of(model, inputs, calendar).Match(tail => tail, why => throw new InsufficientDataException(
            $"The tail risk of the next session cannot be recomputed: {why}"));
    }

    /// <summary>The serving version of the target's one-session model; null if there is none.</summary>
    /// <exception cref="RegistryException">The registry cannot be read now.</exception>
    public static async Task<ModelVersion?> FindServingAsync(IModelRegistry registry, Symbol target, CancellationToken stop)
    {
        try
        {
            return (await RegisteredForecaster.FindServingVersionAsync(registry, target, horizon: 1, stop)).Version;
        }
        catch (RegistryException none) when (none.Problem == RegistryProblem.NotFound)
        {
            return null;
        }
    }

    /// <summary>The tail risk by a registered version, or the reason why it cannot give it.</summary>
    /// <exception cref="RegistryException">The registry cannot be read now.</exception>
    public static async Task<ValueOrReason<OneSessionTail>> FromAsync(
        IModelRegistry registry, ModelVersion version, DataKind kind, ForecastInputs inputs, TradingCalendar calendar,
        CancellationToken stop)
    {
        var loaded = await RegisteredForecaster.TryLoadAsync(registry, version, kind, stop);
        using var model = loaded.Value;
        return model is null ? new Reason(loaded.Reason!) : Of(model, inputs, calendar);
    }
}
