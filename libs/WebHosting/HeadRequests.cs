namespace Volcast.WebHosting;

/// <summary>Answers HEAD on every route that answers GET: the same headers, and the server drops the body.</summary>
public static class HeadRequests
{
    /// <summary>Names HEAD in the header <c>Allow</c> of a refusal, if it names GET.</summary>
    internal static void AddTo(IHeaderDictionary headers)
    {
        var methods = headers.Allow.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            headers.Allow = string.Join(", ", [.. methods, HttpMethods.Head]);
    }

    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // The comparison is exact: the server treats `Head` as another method, whose response must have its body.
        if (context.Request.Method == HttpMethods.Head)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
