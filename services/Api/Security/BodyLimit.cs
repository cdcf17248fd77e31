using Microsoft.AspNetCore.Http.Features;
using Volcast.Services.Api.Problems;

namespace Volcast.Services.Api.Security;

/// <summary>Refuses a body that says it is too large. Its bytes are passed over first, within reason: a client that still sends would
/// see its connection break instead of the answer.</summary>
internal sealed class BodyLimit(RequestDelegate next, ApiOptions options)
{
    private const long MostPassedOver = 32 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!(context.Request.ContentLength > options.MaximumBodyBytes))
        {
            await next(context);
            return;
        }
        if (context.Request.ContentLength <= MostPassedOver
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostPassedOver;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        await ProblemAnswers.WriteAsync(context, new ApiProblem(StatusCodes.Status413PayloadTooLarge, "body_too_large",
            $"The body has {context.Request.ContentLength} bytes and at most {options.MaximumBodyBytes} are taken: "
            + "send fewer rows at once.", "body"));
    }
}
