using Volcast.ApiContract.Targets;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Watchlist;

/// <summary>Reads what Watchlist shows.</summary>
internal static class WatchlistLoader
{
    /// <summary>The most that the API sends at once.</summary>
    private const int PageSize = 1000;

    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var pages = new List<TargetsDocument>();
        while (true)
        {
            var page = await api.TargetsAsync(PageSize, pages.Sum(read => read.Targets.Count));
            if (StateModel.Of(page) is { } nothing)
                return nothing;
            pages.Add(page.Document!);
            if (page.Document!.Next is null || page.Document.Targets.Count == 0)
                return WatchlistModel.Of(pages, WatchlistChoice.Of(request));
        }
    }
}
