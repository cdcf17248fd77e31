using Volcast.Services.Dashboard.Pages.Data;
using Volcast.Services.Dashboard.Pages.Evidence;
using Volcast.Services.Dashboard.Pages.History;
using Volcast.Services.Dashboard.Pages.Models;
using Volcast.Services.Dashboard.Pages.Monitoring;
using Volcast.Services.Dashboard.Pages.Today;
using Volcast.Services.Dashboard.Pages.Watchlist;
using Volcast.Services.Dashboard.Pages.WhatIf;
using Volcast.Services.Dashboard.Pages.Why;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>The pages, in the order of the navigation.</summary>
internal static class PageList
{
    public static readonly IReadOnlyList<DashboardPage> All =
    [
        DashboardPage.Of<TodayPage>("Today", "/", TodayLoader.LoadAsync),
        DashboardPage.Of<WatchlistPage>("Watchlist", "/watchlist", WatchlistLoader.LoadAsync),
        DashboardPage.Of<HistoryPage>("History", "/history", HistoryLoader.LoadAsync),
        DashboardPage.Of<WhyPage>("Why", "/why", WhyLoader.LoadAsync),
        DashboardPage.Of<WhatIfPage>("What if", "/what-if", WhatIfLoader.LoadAsync),
        DashboardPage.Of<EvidencePage>("Evidence", "/evidence", EvidenceLoader.LoadAsync),
        DashboardPage.Of<ModelsPage>("Models", "/models", ModelsLoader.LoadAsync),
        DashboardPage.Of<DataPage>("Data", "/data", DataLoader.LoadAsync),
        DashboardPage.Of<MonitoringPage>("Monitoring", "/monitoring", MonitoringLoader.LoadAsync),
    ];
}
