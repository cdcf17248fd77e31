using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Volcast.Services.Dashboard.Pages;
using Volcast.WebHosting;
using Volcast.WebHosting.Limits;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary><c>/sign-in</c> and <c>/sign-out</c>.</summary>
internal sealed class SignInEndpoints(
    PageEndpoint pages, KeyCookie cookie, KeyCheck check, IAntiforgery antiforgery, RefusalLimit refusals)
{
    private const string Path = "/sign-in";
    private const string Refused = "refused";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context) => Show(context, LocalPath(context.Request.Query["back"]),
                context.Request.Query.ContainsKey(Refused) ? "The API refuses the key that you signed in with. It has expired or was "
                    + "revoked. Paste another one." : null, StatusCodes.Status200OK))
            .WithMetadata(new AllowAnonymous());
        routes.MapPost(Path, (Delegate)SignInAsync).WithMetadata(new AllowAnonymous());
        routes.MapPost("/sign-out", (Delegate)SignOutAsync);
    }

    /// <summary>The link to the form.</summary>
    /// <param name="back">Path and query of the page to show afterwards.</param>
    public static string Link(string back) => Path + new QueryBuilder { { "back", back } };

    /// <summary>The link to the form, which says that the key was refused.</summary>
    /// <param name="back">Path and query of the page to show afterwards.</param>
    public static string LinkAfterRefusal(string back) => Path + new QueryBuilder { { "back", back }, { Refused, "1" } };

    /// <summary>A path of this service, or the first page: never one of another host.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal)
            && !path.Any(char.IsControl)
            ? path
            : "/";

    private IResult Show(
        HttpContext context, string back, string? problem, int status = StatusCodes.Status401Unauthorized) =>
        pages.Draw<SignInPage>(context, new SignInModel(back, problem), "Sign in", status);

    private async Task<IResult> SignInAsync(HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Show(context, "/", "This form is too old. Paste the key once more.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (key, back) = (form["key"].ToString().Trim(), LocalPath(form["back"]));
        if (await check.ProblemAsync(key, context.RequestAborted) is { } problem)
            return Show(context, back, refusals.TryCount(ClientIdentity.Of(context))
                ? problem
                : "Too many keys were refused. Wait a second and try again.");
        cookie.Write(context, key);
        return Results.LocalRedirect(back);
    }

    private async Task<IResult> SignOutAsync(HttpContext context)
    {
        if (await antiforgery.IsRequestValidAsync(context))
            KeyCookie.Delete(context);
        return Results.LocalRedirect(Path);
    }
}
