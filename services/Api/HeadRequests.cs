namespace Volcast.Services.Api;

/// <summary>HEAD is answered wherever GET is, as HTTP asks: the same head, and the server leaves the body out.</summary>
internal static class HeadRequests
{
    public static WebApplication UseHeadRequests(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            // Exactly so: the server takes `Head` for a method of its own, and wants the body that the length announces.
            if (context.Request.Method == HttpMethods.Head)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        return app;
    }
}
