namespace Volcast.WebHosting;

/// <summary>Answers HEAD on every route that answers GET: the same headers, and the server drops the body.</summary>
public static class HeadRequests
{
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // The comparison is exact: the server treats `Head` as another method, whose response must have its body.
        if (context.Request.Method == HttpMethods.Head)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
