using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Load;

/// <summary>The forecast of each version from each session, computed from a separate lake without the service: the pairs that
/// a response may contain.</summary>
internal sealed class KnownForecasts
{
    private readonly Dictionary<(string Origin, int Version), (double Variance, double Lower80)> known = [];

    private KnownForecasts(IReadOnlyList<DateOnly> sessions) => Sessions = sessions;

    /// <summary>The sessions; the service's lake holds the first from the start.</summary>
    public IReadOnlyList<DateOnly> Sessions { get; }

    /// <summary>Computes every version's forecast from every session.</summary>
    /// <param name="registry">The registry of the versions.</param>
    /// <param name="versions">All versions that may serve.</param>
    /// <param name="count">The number of sessions from the service's newest on.</param>
    public static async Task<KnownForecasts> MakeAsync(
        IModelRegistry registry, IReadOnlyList<ModelVersion> versions, int count)
    {
        var calendar = TradingCalendar.Nyse;
        DateOnly[] sessions =
            [.. Enumerable.Range(0, count).Select(i => i == 0 ? ApiUnderTest.Last : calendar.Add(ApiUnderTest.Last, i))];
        using var folder = new TemporaryFolder();
        await SimulatedLake.FillAsync(folder["lake"], ApiUnderTest.First, sessions[^1]);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None);
        var made = new KnownForecasts(sessions);
        foreach (var version in versions)
            for (var i = 0; i < sessions.Length; i++)
            {
                using var model = await RegisteredForecaster.LoadAsync(
                    registry, version, RegistryTags.Champion, CancellationToken.None);
                var then = new ForecastInputs(inputs.Known.KnownAt(inputs.Known.Rows - sessions.Length + i));
                var row = SessionForecast.Make(model, then, 5, ForecastKind.Live, calendar).Row;
                Assert.Equal(sessions[i], row.ForecastOrigin);
                made.known.Add(($"{sessions[i]:yyyy-MM-dd}", version.Number), (row.Variance, Math.Sqrt(row.Lower80)));
            }
        return made;
    }

    /// <summary>Whether the numbers are those of this version from this session, to the bit.</summary>
    public bool Holds(string origin, int version, double variance, double lower80) =>
        known.TryGetValue((origin, version), out var pair) && pair == (variance, lower80);

    /// <summary>Whether the variance is that of this version from this session, for a row of features that a client
    /// sent.</summary>
    public bool Holds(string origin, int version, double variance) =>
        known.TryGetValue((origin, version), out var pair) && pair.Variance == variance;
}
