using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring;

/// <summary>What is checked.</summary>
/// <param name="Roles">The target and its companion symbols.</param>
/// <param name="Horizons">Sessions ahead; those without a registered model are left out.</param>
/// <param name="MaximumAge">Settled sessions that the newest bar may be behind.</param>
public sealed record MonitoringRequest(AssetRoles Roles, IReadOnlyList<int> Horizons, int MaximumAge);

/// <summary>What the checks of one target found.</summary>
/// <param name="Roles">The target and its companion symbols.</param>
/// <param name="Session">The newest session.</param>
/// <param name="Checks">The rows of this session.</param>
public sealed record MonitoringReport(AssetRoles Roles, DateOnly Session, IReadOnlyList<MonitoringRow> Checks)
{
    /// <summary>The worst status of any check.</summary>
    public MonitoringStatus Worst => Checks.Where(row => row.Status != MonitoringStatus.Insufficient)
        .Select(row => row.Status).DefaultIfEmpty().Max();
}
