using Microsoft.Extensions.Primitives;
using Volcast.Hosting.Keys;
using Volcast.WebHosting;
using Volcast.WebHosting.Limits;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Security;

/// <summary>Requires a key with the scope of the route: <see cref="KeyScope.Read"/> unless its metadata says otherwise, so that a
/// new route is closed by default.</summary>
internal sealed class ApiKeyMiddleware(
    RequestDelegate next, KeyRing ring, RefusalLimit refusals, ILogger<ApiKeyMiddleware> log)
{
    public const string HeaderName = "X-Api-Key";
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (!ring.IsClosed || endpoint is null || endpoint.Metadata.GetMetadata<AllowAnonymous>() is not null)
            return next(context);
        var needed = endpoint.Metadata.GetMetadata<RequiresScope>()?.Scope ?? KeyScope.Read;
        if (KeyOf(context.Request) is not { } sent)
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "key_missing",
                "This service needs an API key. Send it as `Authorization: Bearer KEY`. The service's "
                    + "operator creates one with `volcast keys create`.", null);
        if (ring.Find(sent) is not { } key)
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "key_unknown",
                "This API key is unknown: it is mistyped or was revoked.", ApiKey.IdOf(sent));
        ClientIdentity.Set(context, key.Id);
        if (!ring.TryUse(key))
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "key_expired",
                $"The key {key.Id} expired at {key.ExpiresAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC. The service's "
                    + "operator creates a new one with `volcast keys create`.",
                key.Id);
        if (key.Scope < needed)
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "scope_missing",
                $"The key {key.Id} has the scope {Name(key.Scope)}, and this route needs {Name(needed)}.", key.Id);
        return next(context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } bearer] && bearer.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return bearer[Scheme.Length..].Trim();
        return request.Headers.TryGetValue(HeaderName, out var key) && !StringValues.IsNullOrEmpty(key) ? key.ToString() : null;
    }

    private Task RefuseAsync(HttpContext context, int status, string code, string detail, string? keyId)
    {
        if (!refusals.TryCount(ClientIdentity.Of(context)))
            return ProblemResponses.WriteAsync(context, new ProblemException(StatusCodes.Status429TooManyRequests,
                "too_many_requests", "This client was refused too often. Try again in a second, with another key.",
                    "Authorization")
            {
                RetryAfter = 1,
            });
        log.Refused(keyId ?? ClientIdentity.Of(context), context.Request.Path, code);
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"volcast\"";
        return ProblemResponses.WriteAsync(context, new ProblemException(status, code, detail, "Authorization"));
    }

    private static string Name(KeyScope scope) => scope.ToString().ToLowerInvariant();
}

/// <summary>Endpoint metadata: the scope that a route needs.</summary>
internal sealed record RequiresScope(KeyScope Scope);
