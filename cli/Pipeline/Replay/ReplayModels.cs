using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Services.Monitoring.Checks;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>The champion and the challenger of a replay, loaded once for all the sessions that they forecast from.</summary>
/// <param name="registry">The replay's own registry.</param>
/// <param name="model">The registered model's name.</param>
/// <param name="horizon">Sessions ahead.</param>
internal sealed class ReplayModels(IModelRegistry registry, string model, int horizon) : IDisposable
{
    private readonly WalkForwards walkForwards = new(registry);
    private RegisteredForecaster? champion;
    private RegisteredForecaster? challenger;

    /// <summary>The versions with their aliases as they are now.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; private set; } = [];

    /// <summary>The champion as the checks see it.</summary>
    public MonitoredModel Monitored { get; private set; } = null!;

    /// <summary>Reads the registry again, after a version was made or promoted.</summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        Versions = await registry.ListVersionsAsync(model, stop);
        champion = await LoadAsync(champion, RegistryTags.Champion, stop);
        challenger = await LoadAsync(challenger, RegistryTags.Challenger, stop);
        if (challenger is not null && challenger.Version.Number == champion?.Version.Number)
        {
            challenger.Dispose();
            challenger = null;
        }
        if (champion is not null)
            Monitored = new(model, horizon, champion.Version.Number, champion.Artifact.Spec.Name,
                await walkForwards.OfAsync(champion.Version, stop));
    }

    /// <summary>The forecasts from one session, each with its distribution as it was then; none if the champion cannot
    /// forecast.</summary>
    public IReadOnlyList<MadeForecast> Forecast(ForecastInputs inputs, TradingCalendar calendar)
    {
        if (MadeForecast.Make(champion!.Named, inputs, horizon, ForecastKind.Live, calendar) is not { } live)
            return [];
        return challenger is not null
            && MadeForecast.Make(challenger.Named, inputs, horizon, ForecastKind.Shadow, calendar) is { } shadow
            ? [live, shadow] : [live];
    }

    /// <summary>Stored forecasts of the registered versions from one session, with their distributions as they were then: what an
    /// interrupted replay had made and not scored.</summary>
    public async Task<IReadOnlyList<MadeForecast>> AgainAsync(
        IEnumerable<ForecastRow> stored, ForecastInputs known, CancellationToken stop)
    {
        var again = new List<MadeForecast>();
        foreach (var row in stored.Where(row => row.ForecastOrigin == known.Origin && row.Kind != ForecastKind.Baseline))
        {
            using var by = await RegisteredForecaster.LoadAsync(
                registry, await registry.GetVersionAsync(model, ForecastDocuments.VersionOf(row), stop), "", stop);
            by.Artifact.Distribution?.Follow(known.For(by.Artifact.Spec).Known, by.Artifact.Forecaster);
            again.Add(new(row, by.Artifact.Distribution));
        }
        return again;
    }

    /// <summary>The inputs as the champion reads them.</summary>
    public ForecastInputs InputsOf(ForecastInputs known) => known.For(champion!.Artifact.Spec);

    public void Dispose()
    {
        champion?.Dispose();
        challenger?.Dispose();
    }

    private async Task<RegisteredForecaster?> LoadAsync(RegisteredForecaster? loaded, string alias, CancellationToken stop)
    {
        var version = Versions.FirstOrDefault(one => one.Aliases.Contains(alias));
        if (RegisteredForecaster.IsSame(loaded?.Version, version))
            return loaded;
        loaded?.Dispose();
        return version is null ? null : await RegisteredForecaster.LoadAsync(registry, version, alias, stop);
    }
}
