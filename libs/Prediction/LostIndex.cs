using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>Whether a champion cannot forecast any more, because the implied-volatility index that it learnt from has ended.</summary>
public static class LostIndex
{
    /// <param name="lake">The bars and features.</param>
    /// <param name="registry">Holds the champion.</param>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="champion">The champion; null if there is none.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="stop">Stops between reads.</param>
    /// <returns>The index, such as <c>^VXN</c>; null if it has not ended, or if the champion or the features cannot be read, which
    /// the forecast of the same run reports.</returns>
    public static async Task<string?> OfAsync(DataLake lake, IModelRegistry registry, AssetRoles roles, ModelVersion? champion,
        DateOnly session, TradingCalendar calendar, CancellationToken stop)
    {
        if (champion is null || VersionIndex.Of(champion, roles) is var index && index == AssetRoles.Vix.Value
            || !Symbol.TryParse(index, out var symbol)
            || (await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop))?.Last >= session)
            return null;
        try
        {
            using var model = await RegisteredForecaster.LoadAsync(registry, champion, RegistryTags.Champion, stop);
            var held = await TargetHistory.ReadAsync(lake, roles, calendar, calendar.SettlesAt(session), stop);
            return held.HasLostIndexOf(model.Artifact.Spec) ? index : null;
        }
        catch (RegistryException damaged) when (damaged.Problem is RegistryProblem.Tampered or RegistryProblem.NotFound
            or RegistryProblem.Corrupt)
        {
            return null;
        }
        catch (LakeException)
        {
            return null;
        }
    }
}
