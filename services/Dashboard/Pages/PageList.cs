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
        new("Today", "/", typeof(TodayPage), TodayLoader.LoadAsync),
        new("Watchlist", "/watchlist", typeof(WatchlistPage), WatchlistLoader.LoadAsync),
        new("History", "/history", typeof(HistoryPage), HistoryLoader.LoadAsync),
        new("Why", "/why", typeof(WhyPage), WhyLoader.LoadAsync),
        new("What if", "/what-if", typeof(WhatIfPage), WhatIfLoader.LoadAsync),
        new("Evidence", "/evidence", typeof(EvidencePage), EvidenceLoader.LoadAsync),
        new("Models", "/models", typeof(ModelsPage), ModelsLoader.LoadAsync),
        new("Data", "/data", typeof(DataPage), DataLoader.LoadAsync),
        new("Monitoring", "/monitoring", typeof(MonitoringPage), MonitoringLoader.LoadAsync),
    ];
}
