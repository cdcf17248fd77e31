namespace Volcast.Services.Api.Security;

/// <summary>What every answer tells a browser that strayed here.</summary>
internal static class SecurityHeaders
{
    private const string NothingElse = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The documentation page is made of scripts and styles of its own, inline too, and loads nothing from
    /// elsewhere.</summary>
    private const string OwnPage = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            Set(context);
            return next(context);
        });
        return app;
    }

    /// <summary>Sets them, also where a failure has wiped them out.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs") ? OwnPage : NothingElse;
    }
}
