using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>What a decision about one model is based on.</summary>
public sealed record PolicyFacts
{
    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The newest settled session.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>The number of the champion; null if there is none.</summary>
    public int? Champion { get; init; }

    /// <summary>The <see cref="SessionsSinceFit"/> of versions that do not say when they were fitted: every schedule is
    /// due.</summary>
    public const int UnknownAge = int.MaxValue;

    /// <summary>Sessions since the champion, or a newer challenger, was fitted, or <see cref="UnknownAge"/>; null if no version
    /// exists.</summary>
    public int? SessionsSinceFit { get; init; }

    /// <summary>The number of the challenger; null if there is none besides the champion.</summary>
    public int? Challenger { get; init; }

    /// <summary>Sessions on which the challenger has forecast beside the champion.</summary>
    public int ShadowSessions { get; init; }

    /// <summary>The implied-volatility index that the champion learnt from, if it has ended, so that the champion cannot forecast any
    /// more; otherwise null.</summary>
    public LostIndex? LostIndex { get; init; }

    /// <summary>The same of the challenger, which cannot be judged then.</summary>
    public LostIndex? LostIndexOfChallenger { get; init; }

    /// <summary>The newest stored forecast that a registered version of this model published; null if there is none.</summary>
    public ForecastRow? Published { get; init; }

    /// <summary>The checks of this run: those of this horizon, and those that concern no horizon.</summary>
    public required IReadOnlyList<MonitoringRow> Checks { get; init; }

    /// <summary>The stored decisions about this model and their results, in the order of their sessions.</summary>
    public required IReadOnlyList<MonitoringRow> Decisions { get; init; }

    /// <summary>The number of sessions after one session up to another one.</summary>
    public required Func<DateOnly, DateOnly, int> SessionsBetween { get; init; }

    /// <summary>The champion and the challenger besides it among the versions of a model; each null if there is none.</summary>
    private static (ModelVersion? Champion, ModelVersion? Challenger) InUse(IReadOnlyList<ModelVersion> versions)
    {
        var champion = versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));
        return (champion, versions.FirstOrDefault(version =>
            version.Aliases.Contains(RegistryTags.Challenger) && version.Number != champion?.Number));
    }

    /// <summary>The facts with the indices that champion and challenger have lost.</summary>
    /// <param name="lake">The bars and features up to the session of the facts.</param>
    /// <param name="registry">Holds the versions.</param>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="versions">Of the model, with their aliases.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="stop">Stops between reads.</param>
    /// <exception cref="RegistryException">The registry cannot be read.</exception>
    public async Task<PolicyFacts> WithLostIndicesAsync(DataLake lake, IModelRegistry registry, AssetRoles roles,
        IReadOnlyList<ModelVersion> versions, TradingCalendar calendar, CancellationToken stop)
    {
        var (champion, challenger) = InUse(versions);
        return this with
        {
            LostIndex = await LostAsync(champion),
            LostIndexOfChallenger = await LostAsync(challenger),
        };

        Task<LostIndex?> LostAsync(ModelVersion? version) =>
            Prediction.LostIndex.OfAsync(lake, registry, roles, version, Session, calendar, stop);
    }

    /// <param name="model">The registered model's name.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="versions">Of the model, with their aliases.</param>
    /// <param name="checks">Of this run.</param>
    /// <param name="rows">Rows of <c>monitoring</c> of more than a year.</param>
    /// <param name="forecasts">Stored forecasts of the same time.</param>
    /// <param name="calendar">Counts sessions.</param>
    public static PolicyFacts Of(string model, int horizon, DateOnly session, IReadOnlyList<ModelVersion> versions,
        IReadOnlyList<MonitoringRow> checks, IEnumerable<MonitoringRow> rows, IReadOnlyList<ForecastRow> forecasts,
        TradingCalendar calendar)
    {
        var (champion, challenger) = InUse(versions);
        return new()
        {
            Model = model,
            Horizon = horizon,
            Session = session,
            Champion = champion?.Number,
            Challenger = challenger?.Number,
            SessionsSinceFit = SinceFit(),
            ShadowSessions = champion is null || challenger is null ? 0
                : Prediction.ShadowSessions.Count(forecasts, challenger, champion.Number, horizon, calendar),
            Published = forecasts.Where(row => row.Model == model && row.Horizon == horizon
                && row.Kind is ForecastKind.Live or ForecastKind.Backfill).MaxBy(row => row.ForecastOrigin),
            Checks = [.. checks.Where(row => row.Horizon == horizon || row.Horizon == 0)],
            Decisions = [.. rows.Where(row => row.Kind == MonitoringKind.Decision && row.Horizon == horizon)],
            SessionsBetween = Between,
        };

        int? SinceFit()
        {
            ModelVersion[] inUse = [.. new[] { champion, challenger }.OfType<ModelVersion>()];
            if (inUse.Length == 0)
                return versions.Count == 0 ? null : UnknownAge;
            var newest = inUse.Max(version => Prediction.ShadowSessions.FittedOn(version, horizon, calendar) ?? DateOnly.MinValue);
            return newest == DateOnly.MinValue ? UnknownAge : Between(newest, session);
        }

        int Between(DateOnly after, DateOnly to) => after >= to ? 0 : calendar.Count(after.AddDays(1), to);
    }
}
