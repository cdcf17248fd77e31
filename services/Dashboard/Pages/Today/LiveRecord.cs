using Volcast.ApiContract.Data;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The record of all live forecasts of a series with a known outcome, whichever version made them.</summary>
/// <param name="Scores">Of all versions together.</param>
/// <param name="Versions">How many versions made them.</param>
public sealed record LiveRecord(VersionTrackRecordDocument Scores, int Versions)
{
    /// <summary>The traffic light is defined for this many sessions; with fewer, a colour would judge next to nothing.</summary>
    public const int SessionsOfLight = 250;

    /// <summary>The losses beyond the value at risk of one session at 99 %; null where no forecast has one.</summary>
    public TailHitsDocument? Risk => Scores.TailHits.FirstOrDefault(hits => hits is { Sessions: 1, Confidence: .99 });

    /// <summary>green, yellow or red; null for fewer than <see cref="SessionsOfLight"/> sessions.</summary>
    public string? Zone => Scores.TrafficLight is { Sessions: >= SessionsOfLight } full ? full.Zone : null;

    /// <summary>The zone, or how many of the sessions that it needs are known.</summary>
    public string Light => Zone
        ?? $"too few: {NumberText.Count(Risk?.Outcomes ?? 0)} of {NumberText.Count(SessionsOfLight, "session")}";

    /// <summary>Null where no live forecast has an outcome.</summary>
    public static LiveRecord? Of(TrackRecordDocument? record) =>
        record?.All is { } all ? new(all, record.Versions.Count) : null;
}
