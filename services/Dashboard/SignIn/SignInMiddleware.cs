using Microsoft.AspNetCore.Http.Extensions;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>Knows who is signed in. Off loopback, whoever is not gets the form in place of any page. Behind a load balancer that
/// signs people in, whoever does not come through it gets nothing.</summary>
internal sealed class SignInMiddleware(
    RequestDelegate next, KeyCookie cookie, DashboardOptions options, BalancerCheck? balancer = null)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (balancer is not null)
            return BehindBalancerAsync(context, balancer);
        cookie.Read(context);
        if (!options.RequiresSignIn || KeyCookie.KeyOf(context) is not null
            || context.GetEndpoint()?.Metadata.GetMetadata<AllowAnonymous>() is not null)
            return next(context);
        context.Response.Redirect(SignInEndpoints.Link(
            HttpMethods.IsGet(context.Request.Method) ? context.Request.GetEncodedPathAndQuery() : "/"));
        return Task.CompletedTask;
    }

    private async Task BehindBalancerAsync(HttpContext context, BalancerCheck check)
    {
        if (!context.Request.Path.StartsWithSegments("/health"))
            ClientIdentity.Set(context, await PersonAsync(context, check) ?? throw new ProblemException(
                StatusCodes.Status401Unauthorized, "unauthorized",
                "This dashboard answers people whom its load balancer has signed in. Open it at the load balancer's address."));
        await next(context);
    }

    private static async Task<string?> PersonAsync(HttpContext context, BalancerCheck check)
    {
        try
        {
            return await check.PersonAsync(context);
        }
        catch (Exception failed) when (failed is HttpRequestException
            || failed is TaskCanceledException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "signer_unknown",
                "The public key of the load balancer cannot be had, so nobody can be recognised. Try again in a minute.");
        }
    }
}
