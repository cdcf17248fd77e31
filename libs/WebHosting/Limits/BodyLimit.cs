using Microsoft.AspNetCore.Http.Features;
using Volcast.WebHosting.Problems;

namespace Volcast.WebHosting.Limits;

/// <summary>Refuses a body whose announced length exceeds the limit. It first reads and discards up to 32 MiB: a client that is
/// still sending would otherwise see a broken connection instead of the response.</summary>
internal sealed class BodyLimit(RequestDelegate next, WebHostingOptions options)
{
    private const long MaximumDiscarded = 32 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!(context.Request.ContentLength > options.MaximumBodyBytes))
        {
            await next(context);
            return;
        }
        if (context.Request.ContentLength <= MaximumDiscarded
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaximumDiscarded;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        await ProblemResponses.WriteAsync(context, new ProblemException(StatusCodes.Status413PayloadTooLarge, "body_too_large",
            $"The body has {context.Request.ContentLength} bytes, and the limit is {options.MaximumBodyBytes}. "
            + "Split it into several requests.", "body"));
    }
}
