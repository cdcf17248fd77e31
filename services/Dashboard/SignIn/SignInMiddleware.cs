using Microsoft.AspNetCore.Http.Extensions;
using Volcast.WebHosting;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>Knows who is signed in. Off loopback, whoever is not gets the form in place of any page.</summary>
internal sealed class SignInMiddleware(RequestDelegate next, KeyCookie cookie, DashboardOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        cookie.Read(context);
        if (!options.RequiresSignIn || KeyCookie.KeyOf(context) is not null
            || context.GetEndpoint()?.Metadata.GetMetadata<AllowAnonymous>() is not null)
            return next(context);
        context.Response.Redirect(SignInEndpoints.Link(
            HttpMethods.IsGet(context.Request.Method) ? context.Request.GetEncodedPathAndQuery() : "/"));
        return Task.CompletedTask;
    }
}
