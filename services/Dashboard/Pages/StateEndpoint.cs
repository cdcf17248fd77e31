using System.Globalization;
using Volcast.Services.Dashboard.ApiAccess;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.Pages;

/// <summary><c>GET /state</c>: a short text that changes when a session settles, when another version serves, and when the API
/// answers again. An open page asks for it, and loads itself again when it has changed.</summary>
internal static class StateEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/state", Async);

    /// <summary>The state of a page that has been read.</summary>
    public static string Token(ApiReader reader, PageModel model) =>
        Token(reader.Notes.Outage is null, model.ForecastOrigin, model.SessionsBehind);

    private static async Task<IResult> Async(HttpContext context, ApiSessions sessions, DashboardOptions options)
    {
        var (request, _) = PageRequest.Of(context.Request.Query);
        var reader = new ApiReader(sessions.For(KeyCookie.KeyOf(context) ?? options.Key), request.Symbol, request.Horizon,
            context.RequestAborted);
        var forecast = (await reader.ForecastAsync()).Document;
        context.Response.Headers.CacheControl = "no-store";
        return reader.Notes.IsUnauthorized
            ? Results.StatusCode(StatusCodes.Status401Unauthorized)
            : Results.Text(Token(reader.Notes.Outage is null, forecast?.ForecastOrigin, forecast?.SessionsBehind));
    }

    private static string Token(bool answers, DateOnly? origin, int? behind) => string.Create(
        CultureInfo.InvariantCulture, $"{(answers ? "up" : "down")}/{origin:yyyy-MM-dd}/{behind}");
}
