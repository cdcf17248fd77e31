using Volcast.ApiContract.Data;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Data;

/// <summary>What the lake holds of a target and its companion symbols.</summary>
public sealed record DataModel : PageModel
{
    /// <summary>The state of each symbol.</summary>
    public required QualityDocument Quality { get; init; }

    /// <summary>The sessions of the chosen year; null where the API gives none.</summary>
    public required SessionsDocument? Sessions { get; init; }

    /// <summary>A page of the rows in quarantine; null where the API gives none.</summary>
    public required QuarantineDocument? Quarantine { get; init; }

    /// <summary>The features of the chosen session; null where there are none.</summary>
    public required FeaturesDocument? Features { get; init; }

    /// <summary>The bars of the chosen session; null where there are none.</summary>
    public required MarketDocument? Market { get; init; }

    /// <summary>Why a part of the page is missing, by the part; without an entry for what is there.</summary>
    public required IReadOnlyDictionary<string, string> Missing { get; init; }

    /// <summary>The family whose features are shown; null for all.</summary>
    public required string? Family { get; init; }

    /// <summary>The years that the lake covers, the newest first.</summary>
    public IReadOnlyList<int> Years
    {
        get
        {
            var (first, last) = (Quality.Series.Min(one => one.First.Year), Quality.NewestSettled.Year);
            return [.. Enumerable.Range(first, last - first + 1).Reverse()];
        }
    }

    /// <summary>The families of the features, in the order of their columns.</summary>
    public IReadOnlyList<string> Families => [.. (Features?.Features ?? []).Select(one => one.Family).Distinct()];

    /// <summary>The features that are shown.</summary>
    public IReadOnlyList<FeatureDocument> Shown =>
        [.. (Features?.Features ?? []).Where(one => Family is null || one.Family == Family)];

    /// <summary>ok if every session is held and no row was refused, otherwise warning; failed where the lake is behind.</summary>
    public string Status => Quality.SessionsBehind > 0 ? "failed" : Faults().Any() ? "warning" : "ok";

    /// <summary>The state of the data in a sentence.</summary>
    public string Verdict => Quality.SessionsBehind > 0
        ? $"The lake is {NumberText.Count(Quality.SessionsBehind, "session")} behind"
        : string.Join(", ", Faults()) is { Length: > 0 } faults ? faults : "No session is missing since the data begin";

    /// <summary>That nothing is to be said of the sessions of the year. A lake that begins within it holds a part of the
    /// year.</summary>
    public string Unremarkable => "Every session of this year"
        + (Sessions is { } shown && Quality.Series.Select(one => one.First).Where(first => first.Year == shown.Year)
            .DefaultIfEmpty().Max() is { Year: > 1 } first
                ? $" since the data begin ({NumberText.Day(first)})" : "")
        + " is held, and none was revised, refused or questioned.";

    public override IReadOnlyList<ReportTable> Tables =>
    [
        DataTables.Symbols(this), .. Sessions is null ? Array.Empty<ReportTable>() : [DataTables.Noteworthy(Sessions)],
        .. Quarantine is null ? Array.Empty<ReportTable>() : [DataTables.Refused(Quarantine)],
        .. Features is null ? Array.Empty<ReportTable>() : [DataTables.Features(this)],
        .. Market is null ? Array.Empty<ReportTable>() : [DataTables.Bars(Market)],
    ];

    /// <summary>The most noteworthy of what is known of a session.</summary>
    public static SessionMark MarkOf(SessionStateDocument state) => state switch
    {
        { IsHeld: false } => SessionMark.Missing,
        _ when state.RefusedRows > 0 => SessionMark.Refused,
        { HarmlessRows: > 0 } or { Findings.Count: > 0 } => SessionMark.Finding,
        { RevisedAt: not null } => SessionMark.Revised,
        _ => SessionMark.Held,
    };

    /// <param name="model">What has been read.</param>
    public static DataModel Of(DataModel model) => model with
    {
        Symbol = model.Quality.Symbol,
        DataKind = model.Quality.DataKind,
    };

    private IEnumerable<string> Faults()
    {
        if (Holes() is { } holes)
            yield return holes;
        if (Quality.Series.Sum(one => one.RefusedRows) is > 0 and var refused)
            yield return $"{NumberText.Count(refused, "row")} refused";
    }

    /// <summary>A hole of several symbols counts once for each, so the count is that of a symbol and never a sum of symbols.</summary>
    private string? Holes()
    {
        var holes = Quality.Series.Where(one => one.MissingSessions > 0).OrderByDescending(one => one.MissingSessions).ToArray();
        if (holes.Length == 0)
            return null;
        var most = NumberText.Count(holes[0].MissingSessions, "session");
        return holes.Length == 1 ? $"{holes[0].Symbol} lacks {most}"
            : $"{NumberText.Count(holes.Length, "symbol")} lack "
                + $"{(holes[^1].MissingSessions == holes[0].MissingSessions ? "" : "up to ")}{most} each";
    }
}
