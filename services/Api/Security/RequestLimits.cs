using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Volcast.Services.Api.Problems;

namespace Volcast.Services.Api.Security;

/// <summary>Bounds on what one client may ask for: how often, how much at once, for how long.</summary>
internal static class RequestLimits
{
    public static void LimitConnections(KestrelServerOptions kestrel, ApiOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxConcurrentConnections = 2000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
    }

    public static IServiceCollection AddRequestLimits(this IServiceCollection services, ApiOptions options) => services
        .AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.RequestTimeout,
            WriteTimeoutResponse = context => ProblemAnswers.WriteAsync(context, new ApiProblem(
                StatusCodes.Status503ServiceUnavailable, "timed_out", "The request took longer than this service allows.")),
        })
        .AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.GetEndpoint()?.Metadata.GetMetadata<AllowAnonymous>() is not null
                    ? RateLimitPartition.GetNoLimiter("open")
                    : RateLimitPartition.GetTokenBucketLimiter(ApiKeyMiddleware.ClientOf(context), _ => new()
                    {
                        TokensPerPeriod = Math.Max(1, options.RequestsPerSecond / 10),
                        TokenLimit = options.RequestsPerSecond * 2,
                        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                        QueueLimit = 0,
                    }));
            limiter.OnRejected = (rejected, _) => new(ProblemAnswers.WriteAsync(rejected.HttpContext, new ApiProblem(
                StatusCodes.Status429TooManyRequests, "too_many_requests",
                $"More than {options.RequestsPerSecond} requests a second came from this client; wait a moment.")
            {
                RetryAfter = 1,
            }));
        });
}
