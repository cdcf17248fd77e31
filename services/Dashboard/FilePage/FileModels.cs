using Volcast.Services.Dashboard.ApiAccess;
using Volcast.Services.Dashboard.Pages;
using Volcast.Services.Dashboard.Pages.Evidence;
using Volcast.Services.Dashboard.Pages.Today;
using Volcast.Services.Dashboard.Pages.Why;

namespace Volcast.Services.Dashboard.FilePage;

/// <summary>The pages that stand in a file one below the other.</summary>
internal static class FileModels
{
    private static readonly DashboardPage[] Parts =
        [PageOf<TodayPage>(), PageOf<WhyPage>(), PageOf<EvidencePage>() with { Name = "Record" }];

    /// <summary>Reads them for the API's default target, over the usual horizon if it has a model, otherwise the first one.</summary>
    /// <param name="session">The access to the API.</param>
    /// <param name="stop">Cancels the requests.</param>
    /// <returns>The horizon, a part for each page, and why the API did not answer everything; null where it did.</returns>
    public static async Task<(int Horizon, IReadOnlyList<FilePart> Parts, string? Outage)> ReadAsync(
        ApiSession session, CancellationToken stop)
    {
        var reader = new ApiReader(new(session, stop), null, PageRequest.DefaultHorizon);
        var served = (await reader.AllModelsAsync()).Document?.Models
            .Where(model => model.ServingVersion is not null).Select(model => model.Horizon).ToArray() ?? [];
        var horizon = served.Length == 0 || served.Contains(PageRequest.DefaultHorizon) ? PageRequest.DefaultHorizon : served[0];
        var request = new PageRequest(null, horizon, new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>());
        var parts = new List<FilePart>();
        foreach (var page in Parts)
        {
            var model = await page.LoadAsync(request, reader.At(horizon));
            parts.Add(new(page.Name, page.ComponentOf(model), model));
        }
        return (horizon, parts, reader.Notes.Outage);
    }

    private static DashboardPage PageOf<TComponent>() => PageList.All.First(page => page.Component == typeof(TComponent));
}

/// <summary>A page in a file.</summary>
/// <param name="Name">Its name in the navigation of the file.</param>
/// <param name="Component">What draws it.</param>
/// <param name="Model">What it shows.</param>
public sealed record FilePart(string Name, Type Component, PageModel Model);
