using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Delivery;

/// <summary>The role of the workflow that deploys. It trusts one environment of one repository, named with the numeric ids
/// that GitHub never gives to another; a claim without ids does not match.</summary>
internal sealed class GitHubRole : Construct
{
    private const string Issuer = "token.actions.githubusercontent.com";

    private static readonly string[] BootstrapRoles = ["deploy", "file-publishing", "lookup"];

    public GitHubRole(Construct scope, string id, DeploymentOptions options, IReadOnlyList<Repository> repositories)
        : base(scope, id)
    {
        var provider = options.GitHubProviderArn.Length > 0
            ? options.GitHubProviderArn
            : new CfnOIDCProvider(this, "Provider", new CfnOIDCProviderProps
            {
                Url = $"https://{Issuer}",
                ClientIdList = ["sts.amazonaws.com"],
            }).AttrArn;
        var stack = Stack.Of(this);
        var role = new Role(this, "Role", new RoleProps
        {
            RoleName = $"{options.Prefix}-github",
            Description = "Lets GitHub Actions push images and deploy Volcast.",
            MaxSessionDuration = Duration.Hours(1),
            AssumedBy = new WebIdentityPrincipal(provider, new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    [$"{Issuer}:aud"] = "sts.amazonaws.com",
                    [$"{Issuer}:sub"] = $"repo:{options.GitHubRepository}:environment:{options.Environment}",
                },
            }),
        });
        role.AddToPolicy(Principals.Allow(["ecr:GetAuthorizationToken"], "*"));
        role.AddToPolicy(Principals.Allow(
        [
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages",
            "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
        ], [.. repositories.Select(repository => repository.RepositoryArn)]));
        // The roles that `cdk bootstrap` has created deploy.
        role.AddToPolicy(Principals.Allow(["sts:AssumeRole"], [.. BootstrapRoles.Select(part =>
            $"arn:{stack.Partition}:iam::{stack.Account}:role/cdk-{DefaultStackSynthesizer.DEFAULT_QUALIFIER}-{part}-role-"
            + $"{stack.Account}-{stack.Region}")]));
        _ = new CfnOutput(this, "RoleArn", new CfnOutputProps
        {
            Description = "The role of the workflow `deploy`.",
            Value = role.RoleArn,
        });
    }
}
