using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>Whether registry and disk can be used. That the lake can be read is known by then: a run that cannot read it writes
/// no rows.</summary>
internal static class SystemCheck
{
    /// <param name="session">The newest session.</param>
    /// <param name="registryFailure">Why the registry could not be read; null if it could.</param>
    /// <param name="freeBytes">Where the lake is; null if that is not a disk.</param>
    public static IEnumerable<MonitoringRow> Run(DateOnly session, string? registryFailure, long? freeBytes)
    {
        yield return Row(CheckNames.Registry, registryFailure is null ? MonitoringStatus.Ok : MonitoringStatus.Failed) with
        {
            Detail = CheckDetail.OfReasons(registryFailure is null ? [] : [registryFailure]),
        };
        // Without the free space itself: the same input gives the same bytes.
        if (freeBytes is { } free)
            yield return Row(CheckNames.Disk, free < DiskSpace.Least ? MonitoringStatus.Failed
                : free < DiskSpace.Comfortable ? MonitoringStatus.Warning : MonitoringStatus.Ok);

        MonitoringRow Row(string check, MonitoringStatus status) => new()
        {
            Horizon = 0,
            Session = session,
            Subject = CheckSubjects.System,
            Check = check,
            Kind = MonitoringKind.System,
            Status = status,
        };
    }
}
