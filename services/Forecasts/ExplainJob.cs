using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Services.Forecasts;

/// <summary>Explains the serving version's forecasts at any origins in the lake. It stores nothing.</summary>
public sealed class ExplainJob(DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock)
{
    /// <exception cref="UnsettledBarException">The last requested origin settles after the clock's time.</exception>
    /// <exception cref="LakeException">Bars or features are missing, or the lake has no session in the range.</exception>
    /// <exception cref="RegistryException">No model is registered, or its files were changed.</exception>
    /// <exception cref="InsufficientDataException">Every origin lacks at least one input.</exception>
    public async Task<ExplainReport> RunAsync(ExplainRequest request, CancellationToken stop)
    {
        var target = request.Roles.Target;
        using var model = await RegisteredForecaster.LoadAsync(registry, target, request.Horizon, stop);
        model.RequireDataKind(lake.Kind);
        var ofTables = await InputsAsync(request, stop);
        var inputs = ofTables.For(model.Artifact.Spec);
        inputs.RequireSettled(calendar, clock.GetUtcNow());
        var forecaster = model.Artifact.Forecaster;
        var known = inputs.Known;
        var firstRow = request.From is { } from ? known.FirstRowFrom(from) : known.Rows - 1;
        if (firstRow == known.Rows)
            throw new LakeException($"--from {request.From:yyyy-MM-dd}: the lake has no session of {target} between that day and "
                + $"{inputs.Origin:yyyy-MM-dd}{(request.To is null ? ", its newest" : "")}.");

        var (origins, absent) = ExplainedForecast.OfRows(forecaster, known, firstRow, known.Rows, stop);
        if (origins.Count == 0)
            model.Named.Explain(ofTables); // Throws, and names the missing input.
        var interacting = request.WithInteractions && origins[^1].Origin == inputs.Origin;
        return new ExplainReport
        {
            Target = target,
            DataKind = lake.Kind,
            Horizon = request.Horizon,
            Model = model.Version.Model,
            Version = model.Version.Number,
            Alias = model.Alias,
            Recipe = model.Artifact.Spec.Name,
            TrainedTo = model.Artifact.Spec.TrainingTo,
            Origins = origins,
            Absent = absent,
            Since = SinceOf(request, ofTables, model),
            Interactions = interacting ? forecaster.Interactions(known) : null,
        };
    }

    /// <summary>The explanation of the earlier origin; null if none is requested.</summary>
    private static ExplainedForecast? SinceOf(ExplainRequest request, ForecastInputs inputs, RegisteredForecaster model)
    {
        var known = inputs.Known;
        if (!request.SincePrevious && request.Since is null)
            return null;
        var row = request.Since is { } day ? known.FirstRowFrom(day) : known.Rows - 2;
        if (row < 0 || row >= known.Rows - 1 || request.Since is { } exact && known.Sessions[row] != exact)
            throw new LakeException($"--since {(request.Since is { } asked ? $"{asked:yyyy-MM-dd}" : "previous")}: the lake "
                + $"holds no such session of {request.Roles.Target} before {known.Sessions[^1]:yyyy-MM-dd}; the first is "
                + $"{known.Sessions[0]:yyyy-MM-dd}.");
        var then = inputs.KnownAt(row);
        var reasons = model.Named.Explain(then); // Throws, and names the missing input.
        var variance = model.Artifact.Forecaster.Forecast(then.For(model.Artifact.Spec).Known);
        return new(then.Origin, variance, reasons, reasons.InVolatility());
    }

    /// <summary>Everything known at the last requested origin. A stored feature only uses data of its session or before, so
    /// cutting off later rows does not change it.</summary>
    private async Task<ForecastInputs> InputsAsync(ExplainRequest request, CancellationToken stop)
    {
        var held = await ForecastInputs.SettledAsync(lake, request.Roles, stop);
        if (request.To is not { } to)
            return held;
        var end = held.Known.FirstRowFrom(to.AddDays(1));
        var isRange = request.From is not null;
        return end > 0 && (isRange || held.Known.Sessions[end - 1] == to)
            ? held.KnownAt(end - 1)
            : throw new LakeException($"{(isRange ? "--to" : "--date")} {to:yyyy-MM-dd}: the lake holds no session of "
                + $"{request.Roles.Target} {(isRange ? "up to" : "on")} {to:yyyy-MM-dd}; its sessions range "
                + $"from {held.Known.Sessions[0]:yyyy-MM-dd} to {held.Origin:yyyy-MM-dd}.");
    }
}
