using Microsoft.AspNetCore.Antiforgery;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.Theme;

/// <summary><c>POST /theme</c>: keeps the chosen theme in a cookie and goes back to the page.</summary>
internal static class ThemeEndpoint
{
    private const string Cookie = "volcast_theme";
    private const string System = "system";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/theme", Async);

    /// <summary>light, dark or system.</summary>
    public static string Of(HttpRequest request) =>
        request.Cookies[Cookie] is "light" or "dark" ? request.Cookies[Cookie]! : System;

    private static async Task<IResult> Async(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.LocalRedirect("/");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["theme"].ToString() is "light" or "dark")
            context.Response.Cookies.Append(Cookie, form["theme"]!, new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
        else
            context.Response.Cookies.Delete(Cookie);
        return Results.LocalRedirect(SignInEndpoints.LocalPath(form["back"]));
    }
}
