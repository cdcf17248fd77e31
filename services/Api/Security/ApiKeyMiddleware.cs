using Microsoft.Extensions.Primitives;
using Volcast.Hosting.Keys;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Security;

/// <summary>Lets in who shows a key of the scope that the route asks for. A route that says nothing asks for
/// <see cref="KeyScope.Read"/>, so that a forgotten one is closed.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, KeyRing ring, ILogger<ApiKeyMiddleware> log)
{
    public const string HeaderName = "X-Api-Key";
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (!ring.IsClosed || endpoint is null || endpoint.Metadata.GetMetadata<AllowAnonymous>() is not null)
            return next(context);
        var needed = endpoint.Metadata.GetMetadata<RequiresScope>()?.Scope ?? KeyScope.Read;
        if (Shown(context.Request) is not { } shown)
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "key_missing",
                "This service wants an API key: send it as `Authorization: Bearer KEY`. `volcast keys create` makes one.", null);
        if (ring.Find(shown) is not { } key)
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "key_unknown",
                "This API key is not in force: it is mistyped, or was revoked.", ApiKey.IdOf(shown));
        if (key.Scope < needed)
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "scope_missing",
                $"The key {key.Id} has the scope {Name(key.Scope)}, and this route wants {Name(needed)}.", key.Id);
        ClientIdentity.Set(context, key.Id);
        return next(context);
    }

    private static string? Shown(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } bearer] && bearer.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return bearer[Scheme.Length..].Trim();
        return request.Headers.TryGetValue(HeaderName, out var key) && !StringValues.IsNullOrEmpty(key) ? key.ToString() : null;
    }

    private Task RefuseAsync(HttpContext context, int status, string code, string detail, string? keyId)
    {
        log.Refused(keyId ?? ClientIdentity.Of(context), context.Request.Path, code);
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"volcast\"";
        return ProblemResponses.WriteAsync(context, new ProblemException(status, code, detail, "Authorization"));
    }

    private static string Name(KeyScope scope) => scope.ToString().ToLowerInvariant();
}

/// <summary>The scope that a route asks for.</summary>
internal sealed record RequiresScope(KeyScope Scope);
