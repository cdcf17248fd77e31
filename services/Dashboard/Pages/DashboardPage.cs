using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>A page of the dashboard.</summary>
/// <param name="Name">Its name in the navigation and in the browser's tab.</param>
/// <param name="Route">Its path, such as <c>/why</c>.</param>
/// <param name="Component">What draws it; has a parameter <c>Model</c>.</param>
/// <param name="LoadAsync">Reads the API and makes the model.</param>
internal sealed record DashboardPage(
    string Name, string Route, Type Component, Func<PageRequest, ApiReader, Task<PageModel>> LoadAsync)
{
    /// <summary>What draws a model: this page's component, or that of a page which says why it has nothing to show.</summary>
    public Type ComponentOf(PageModel model) => model is StateModel ? typeof(StatePage) : Component;
}
