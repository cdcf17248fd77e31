using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Promotion.Versions;

/// <summary>The history on which versions of a target are judged.</summary>
internal static class VersionHistory
{
    /// <summary>Reads the history of a version's target, or gives the reason why it cannot be read.</summary>
    /// <param name="version">The version.</param>
    /// <param name="lake">Its inputs; null if there is no lake.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="UnsettledBarException">The newest bar settles after <paramref name="now"/>.</exception>
    internal static async Task<ValueOrReason<TargetHistory>> ReadAsync(
        RegisteredVersion version, DataLake? lake, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        if (lake is null)
            return new Reason($"There is no lake here, so {version.Version} has no inputs to forecast from.");
        if (version.Roles is not { } roles)
            return new Reason($"The target of {version.Version} is not recorded.");
        try
        {
            return await TargetHistory.ReadAsync(lake, roles, calendar, now, stop);
        }
        catch (LakeException missing) when (missing is not UnsettledBarException)
        {
            return new Reason(missing.Message);
        }
    }
}
