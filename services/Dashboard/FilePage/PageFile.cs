using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Volcast.Services.Dashboard.Layout;

namespace Volcast.Services.Dashboard.FilePage;

/// <summary>One self-contained page of several pages of the dashboard, drawn by the same components.</summary>
internal static partial class PageFile
{
    /// <summary>Draws the page.</summary>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="parts">The pages in it.</param>
    public static async Task<string> DrawAsync(int horizon, IReadOnlyList<FilePart> parts)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var frame = new PageFrame
        {
            Request = new(null, horizon, new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>()),
            Title = $"Forecast · {parts[0].Model.Symbol}",
            Theme = "system",
            Here = "/",
        };
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<FileDocument>(
            ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(FileDocument.Frame)] = frame,
                [nameof(FileDocument.Parts)] = parts,
            }))).ToHtmlString());
        return LinkToDashboard().Replace(html, "");
    }

    /// <summary>Draws the page into a file in UTF-8.</summary>
    public static async Task WriteAsync(string file, int horizon, IReadOnlyList<FilePart> parts, CancellationToken stop) =>
        await File.WriteAllTextAsync(file, await DrawAsync(horizon, parts), new UTF8Encoding(false), stop);

    /// <summary>A link to another page of the dashboard, which a file does not have. A quote inside a value is escaped.</summary>
    [GeneratedRegex(""" href="/[^"]*"(?: download)?""")]
    private static partial Regex LinkToDashboard();
}
