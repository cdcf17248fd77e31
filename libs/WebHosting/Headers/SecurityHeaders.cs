namespace Volcast.WebHosting.Headers;

/// <summary>The security headers of every response. The default policy lets a browser load nothing, or from this service
/// only; a route whose page has inline scripts names the policy <see cref="OwnPage"/>.</summary>
public static class SecurityHeaders
{
    /// <summary>The policy of a page that loads its scripts and styles from this service and contains some of them
    /// inline.</summary>
    public const string OwnPage = "own-page";

    /// <param name="services">The services of the host.</param>
    /// <param name="servesPages">Whether the default policy lets a browser load styles and scripts from the service; none of
    /// them may be inline.</param>
    internal static IServiceCollection AddSecurityHeaders(this IServiceCollection services, bool servesPages)
    {
        services.AddSecurityHeaderPolicies()
            .SetDefaultPolicy(policy => policy.AddCommon().AddContentSecurityPolicy(content =>
            {
                if (servesPages)
                {
                    content.AddDefaultSrc().Self();
                    content.AddObjectSrc().None();
                    content.AddBaseUri().None();
                    content.AddFormAction().Self();
                }
                else
                {
                    content.AddDefaultSrc().None();
                }
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
