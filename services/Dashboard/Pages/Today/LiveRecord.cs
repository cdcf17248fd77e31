using Volcast.ApiContract.Data;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The record of all live forecasts of a series with a known outcome, whichever version made them. A promotion does not
/// begin it anew.</summary>
/// <param name="Outcomes">The forecasts with a known outcome, at least 1.</param>
/// <param name="Versions">How many versions made them.</param>
/// <param name="First">The first of their origins.</param>
/// <param name="Last">The last of their origins.</param>
/// <param name="Qlike">Mean QLIKE loss of the forecast variance.</param>
/// <param name="ImpliedQlike">Mean QLIKE loss of the implied variance on the same origins; null where it is missing.</param>
/// <param name="Coverage80">The share of outcomes inside the 80 % interval, a decimal; null where a version has none.</param>
public sealed record LiveRecord(
    int Outcomes, int Versions, DateOnly First, DateOnly Last, double Qlike, double? ImpliedQlike, double? Coverage80)
{
    /// <summary>The traffic light is defined for this many sessions; with fewer, a colour would judge next to nothing.</summary>
    public const int SessionsOfLight = 250;

    /// <summary>The outcomes with a value at risk of one session at 99 %.</summary>
    public int RiskSessions { get; init; }

    /// <summary>The losses that exceeded it.</summary>
    public int RiskHits { get; init; }

    /// <summary>How many were expected.</summary>
    public double ExpectedRiskHits { get; init; }

    /// <summary>green, yellow or red: that of the newest version, where it alone has enough sessions; otherwise null.</summary>
    public string? Zone { get; init; }

    /// <summary>The zone, or how many of the sessions that it needs are known.</summary>
    public string Light => Zone ?? (RiskSessions < SessionsOfLight
        ? $"too few: {NumberText.Count(RiskSessions)} of {NumberText.Count(SessionsOfLight, "session")}"
        : "too few of one version");

    /// <summary>Null where no live forecast has an outcome.</summary>
    public static LiveRecord? Of(TrackRecordDocument? record)
    {
        if (record?.Versions is not { Count: > 0 } versions)
            return null;
        var outcomes = versions.Sum(version => version.Outcomes);
        var lights = versions.Select(version => version.TrafficLight).OfType<TrafficLightDocument>().ToArray();
        var newest = versions.MaxBy(version => version.Last)!;
        return new(outcomes, versions.Count, versions.Min(version => version.First), newest.Last,
            Mean(version => version.Qlike)!.Value, Mean(version => version.ImpliedQlike), Mean(version => version.Coverage80))
        {
            RiskSessions = lights.Sum(light => light.Sessions),
            RiskHits = lights.Sum(light => light.Hits),
            ExpectedRiskHits = lights.Sum(light => light.ExpectedHits),
            Zone = newest.TrafficLight is { Sessions: >= SessionsOfLight } full ? full.Zone : null,
        };

        double? Mean(Func<VersionTrackRecordDocument, double?> score) =>
            versions.Sum(version => version.Outcomes * (score(version) ?? double.NaN)) / outcomes is var mean
                && double.IsFinite(mean) ? mean : null;
    }
}
