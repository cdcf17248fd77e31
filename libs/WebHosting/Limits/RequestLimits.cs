using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Volcast.WebHosting.Problems;

namespace Volcast.WebHosting.Limits;

/// <summary>Limits on one client: request rate, request size and request duration.</summary>
internal static class RequestLimits
{
    public static void LimitConnections(KestrelServerOptions kestrel, WebHostingOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaximumHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxConcurrentConnections = 2000;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
    }

    public static IServiceCollection AddRequestLimits(this IServiceCollection services, WebHostingOptions options) => services
        .AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.RequestTimeout,
            WriteTimeoutResponse = context => ProblemResponses.WriteAsync(context, new ProblemException(
                StatusCodes.Status503ServiceUnavailable, "timed_out",
                $"The request took longer than {options.RequestTimeout.TotalSeconds:0} s.")),
        })
        .AddRateLimiter(limiter => Configure(limiter, options));

    private static void Configure(RateLimiterOptions limiter, WebHostingOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.GetEndpoint()?.Metadata.GetMetadata<AllowAnonymous>() is not null
                ? RateLimitPartition.GetNoLimiter("anonymous")
                : RateLimitPartition.GetTokenBucketLimiter(ClientIdentity.Of(context), _ => new()
                {
                    // The limiter adds the share of the period that has passed, ten times a second.
                    TokensPerPeriod = options.RequestsPerSecond,
                    TokenLimit = options.RequestsPerSecond * 2,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
        limiter.OnRejected = (rejected, _) => new(ProblemResponses.WriteAsync(rejected.HttpContext, new ProblemException(
            StatusCodes.Status429TooManyRequests, "too_many_requests",
            $"This client sent more than {options.RequestsPerSecond} requests per second. Try again in a second.")
        {
            RetryAfter = 1,
        }));
    }
}
