namespace Volcast.WebHosting.Headers;

/// <summary>The security headers of every response. The default policy lets a browser load nothing; a route that serves a page
/// names the policy <see cref="OwnPage"/>.</summary>
public static class SecurityHeaders
{
    /// <summary>The policy of a page that loads its scripts and styles from this service and contains some of them
    /// inline.</summary>
    public const string OwnPage = "own-page";

    internal static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.AddSecurityHeaderPolicies()
            .SetDefaultPolicy(policy => policy.AddCommon().AddContentSecurityPolicy(content =>
            {
                content.AddDefaultSrc().None();
                content.AddFrameAncestors().None();
            }))
            .AddPolicy(OwnPage, policy => policy.AddCommon().AddContentSecurityPolicy(content =>
            {
                content.AddDefaultSrc().Self();
                content.AddScriptSrc().Self().UnsafeInline().UnsafeEval();
                content.AddStyleSrc().Self().UnsafeInline();
                content.AddImgSrc().Self().Data();
                content.AddFontSrc().Self().Data();
                content.AddFrameAncestors().None();
            }));
        return services;
    }

    private static HeaderPolicyCollection AddCommon(this HeaderPolicyCollection policy) =>
        policy.AddContentTypeOptionsNoSniff().AddFrameOptionsDeny().AddReferrerPolicyNoReferrer();
}
