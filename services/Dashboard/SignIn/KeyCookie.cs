using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Volcast.Hosting.Keys;
using Volcast.WebHosting;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>The cookie that holds a person's API key, encrypted with a key that this process alone has: after a restart everybody
/// signs in again, and nothing is stored on disk.</summary>
internal sealed class KeyCookie(IDataProtectionProvider protection)
{
    private const string Name = "volcast_key";
    private static readonly object Item = new();
    private readonly IDataProtector protector = protection.CreateProtector("Volcast.Dashboard.ApiKey.v1");

    /// <summary>The key of the person who is signed in; null for nobody.</summary>
    public static string? KeyOf(HttpContext context) => context.Items[Item] as string;

    /// <summary>Reads the cookie of a request. One that another process wrote, or nobody, counts as none.</summary>
    public void Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } value)
            return;
        try
        {
            var key = protector.Unprotect(value);
            context.Items[Item] = key;
            if (ApiKey.IdOf(key) is { } id)
                ClientIdentity.Set(context, id);
        }
        catch (CryptographicException)
        {
            Delete(context);
        }
    }

    public void Write(HttpContext context, string key) =>
        context.Response.Cookies.Append(Name, protector.Protect(key), Options(context));

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    /// <summary>A session cookie. Behind a proxy that speaks https, the browser sends it over https only.</summary>
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        IsEssential = true,
        Secure = context.Request.IsHttps
            || context.Request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase),
    };
}
