using Volcast.ApiContract.Targets;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Watchlist;

/// <summary>Every target that is served, with its newest stored forecast.</summary>
public sealed record WatchlistModel : PageModel
{
    /// <summary>What is shown.</summary>
    public required WatchlistChoice Choice { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>All targets that are served.</summary>
    public required IReadOnlyList<TargetDocument> All { get; init; }

    /// <summary>Those that are shown, in the chosen order.</summary>
    public required IReadOnlyList<TargetDocument> Shown { get; init; }

    /// <summary>How the regime follows from the percentile, as a sentence.</summary>
    public required string RegimeRule { get; init; }

    /// <summary>The newest session that has settled by the clock.</summary>
    public required DateOnly NewestSettled { get; init; }

    /// <summary>Each regime with the number of targets in it.</summary>
    public IReadOnlyList<(string Regime, int Targets)> Regimes =>
        [.. WatchlistChoice.Regimes.Select(regime => (regime, All.Count(target => target.Forecast?.Regime == regime)))];

    /// <summary>Targets whose data are older than the service accepts.</summary>
    public int Stale => All.Count(target => target.ExceedsMaximumAge);

    /// <summary>Targets without a forecast.</summary>
    public int Missing => All.Count(target => target.Forecast is null);

    public override IReadOnlyList<ReportTable> Tables => [WatchlistTables.Targets(this, address: null)];

    /// <param name="pages">The pages of the watchlist, at least one.</param>
    /// <param name="choice">What is shown.</param>
    internal static WatchlistModel Of(IReadOnlyList<TargetsDocument> pages, WatchlistChoice choice)
    {
        TargetDocument[] all = [.. pages.SelectMany(page => page.Targets)];
        var shown = all.Where(target => target.Symbol.Contains(choice.Search, StringComparison.Ordinal)
            && (choice.Regime is null || target.Forecast?.Regime == choice.Regime));
        return new()
        {
            DataKind = pages.Select(page => page.DataKind).FirstOrDefault(kind => kind is not null),
            Choice = choice,
            Horizon = pages[0].Horizon,
            All = all,
            Shown = [.. choice.Sort is { } sort ? WatchlistTables.Orders[sort](shown, choice.IsDescending) : shown],
            RegimeRule = pages[0].RegimeRule,
            NewestSettled = pages[0].NewestSettled,
        };
    }
}
