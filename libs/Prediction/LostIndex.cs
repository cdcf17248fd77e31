using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>The implied-volatility index that a version learnt from and that has ended, so that the version cannot forecast any
/// more.</summary>
/// <param name="Index">The index, such as <c>^VXN</c>.</param>
/// <param name="Last">Its last session in the lake; null if the lake has no bar of it.</param>
public sealed record LostIndex(string Index, DateOnly? Last)
{
    /// <param name="lake">The bars and features.</param>
    /// <param name="registry">Holds the version.</param>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="version">The version; null if there is none.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="stop">Stops between reads.</param>
    /// <returns>Null if the index has not ended, or if the version or the features cannot be read, which the forecast of the same
    /// run reports.</returns>
    public static async Task<LostIndex?> OfAsync(DataLake lake, IModelRegistry registry, AssetRoles roles, ModelVersion? version,
        DateOnly session, TradingCalendar calendar, CancellationToken stop)
    {
        if (version is null || VersionIndex.Of(version, roles) is var index && index == AssetRoles.Vix.Value
            || !Symbol.TryParse(index, out var symbol))
            return null;
        try
        {
            // The bars and not the manifest: of a lake up to a past day, a manifest does not know where a gap begins.
            if (await SessionsFromAsync(session) is [_, ..])
                return null;
            using var model = (await RegisteredForecaster.TryLoadAsync(registry, version, lake.Kind, stop)).Value;
            if (model is null)
                return null;
            var held = await TargetHistory.ReadAsync(lake, roles, calendar, calendar.SettlesAt(session), stop);
            return held.HasLostIndexOf(model.Artifact.Spec)
                ? new(index, await SessionsFromAsync(null) is [.., var last] ? last : null)
                : null;
        }
        catch (LakeException)
        {
            return null;
        }

        async Task<DateOnly[]> SessionsFromAsync(DateOnly? from) => CuratedMarketTable.FromFrame(
            symbol, await lake.ReadOrEmptyAsync(CuratedMarketTable.Schema, symbol, from, cancellationToken: stop)).Session;
    }
}
