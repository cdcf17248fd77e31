using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Delivery;

/// <summary>What must be there before the first deployment: the repositories of the images, and the role with which GitHub
/// Actions pushes and deploys.</summary>
internal sealed class DeliveryStack : Stack
{
    public DeliveryStack(Construct scope, string id, DeploymentOptions options, IStackProps props) : base(scope, id, props)
    {
        var repositories = ImageNames.Of(options).Select(image => Create(options, image)).ToArray();
        if (options.GitHubRepository.Length > 0)
            _ = new GitHubRole(this, "GitHub", options, repositories);
    }

    private Repository Create(DeploymentOptions options, string image)
    {
        var repository = new Repository(this, image, new RepositoryProps
        {
            RepositoryName = ImageNames.Repository(options, image),
            ImageScanOnPush = true,
            ImageTagMutability = TagMutability.IMMUTABLE,
            RemovalPolicy = RemovalPolicy.RETAIN,
            LifecycleRules = [new LifecycleRule { Description = "Keep the newest images", MaxImageCount = 30 }],
        });
        // CDK leaves out the default of ECR.
        ((CfnRepository)repository.Node.DefaultChild!).EncryptionConfiguration =
            new CfnRepository.EncryptionConfigurationProperty { EncryptionType = "AES256" };
        if (image == ImageNames.IngestLambda)
            repository.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
            {
                Sid = "LambdaReadsTheImage",
                Principals = [new ServicePrincipal("lambda.amazonaws.com")],
                Actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                Conditions = new Dictionary<string, object>
                {
                    ["StringLike"] = new Dictionary<string, object>
                    {
                        ["aws:SourceArn"] = $"arn:{Partition}:lambda:{Region}:{Account}:function:{options.Prefix}-ingest",
                    },
                },
            }));
        return repository;
    }
}
