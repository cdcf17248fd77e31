using System.Globalization;
using Volcast.ApiContract.Forecasts;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages;

/// <summary><c>GET /state</c>: a short text that changes when a session settles, when another version serves, and when the API
/// answers again. An open page asks for it, and loads itself again when the text differs from its own.</summary>
internal static class StateEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/state", Async);

    /// <summary>The state of a page.</summary>
    /// <param name="newest">The newest forecast of the page's symbol and horizon.</param>
    /// <param name="isWhole">Whether the API has answered every request of the page. A page that lacks an answer has a state of
    /// its own, so that it loads itself again.</param>
    public static string Token(ApiAnswer<ForecastDocument> newest, bool isWhole = true)
    {
        var answers = newest.Outage is not null ? "down" : isWhole ? "up" : "partial";
        var forecast = newest.Document;
        return string.Create(CultureInfo.InvariantCulture,
            $"{answers}/{forecast?.ForecastOrigin:yyyy-MM-dd}/{forecast?.SessionsBehind}/{forecast?.ModelVersion}")
            + (newest.Outage is { } reason ? $"/{Uri.EscapeDataString(reason)}" : "");
    }

    private static async Task<IResult> Async(HttpContext context, ApiSessions sessions, DashboardOptions options)
    {
        var (request, _) = PageRequest.Of(context.Request.Query);
        var reader = ApiReader.Of(context, sessions, options, request);
        var newest = await reader.ForecastAsync();
        context.Response.Headers.CacheControl = "no-store";
        return reader.Notes.IsUnauthorized
            ? Results.StatusCode(StatusCodes.Status401Unauthorized)
            : Results.Text(Token(newest));
    }
}
