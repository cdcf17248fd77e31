using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Volcast.Deploy.Aws.Tasks;

/// <summary>Services of AWS that take a role.</summary>
internal static class Principals
{
    /// <summary>A service that may take a role on behalf of this account only.</summary>
    public static PrincipalBase Of(Construct scope, string service) => new ServicePrincipal(service).WithConditions(
        new Dictionary<string, object>
        {
            ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Stack.Of(scope).Account },
        });

    /// <summary>A statement that allows actions on resources.</summary>
    public static PolicyStatement Allow(string[] actions, params string[] resources) =>
        new(new PolicyStatementProps { Actions = actions, Resources = resources });
}
