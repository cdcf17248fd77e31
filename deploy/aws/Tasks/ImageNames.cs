using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Amazon.CDK.AWS.ECS;
using Constructs;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Tasks;

/// <summary>The images of Volcast; each has a repository.</summary>
internal static partial class ImageNames
{
    public const string Worker = "worker";
    public const string Api = "api";
    public const string Dashboard = "dashboard";
    public const string IngestLambda = "ingest-lambda";

    /// <summary>All images that a deployment of this size runs.</summary>
    public static IReadOnlyList<string> Of(DeploymentOptions options) =>
        options.Size == DeploymentSize.Small ? [Worker] : [Worker, Api, Dashboard, IngestLambda];

    /// <summary>The repository of an image, which the stack of the delivery creates.</summary>
    public static string Repository(DeploymentOptions options, string image) => $"{options.Prefix}/{image}";

    /// <summary>The same for a stack that uses it.</summary>
    public static IRepository Find(Construct scope, DeploymentOptions options, string image) =>
        Amazon.CDK.AWS.ECR.Repository.FromRepositoryName(scope, $"{image}-images", Repository(options, image));

    /// <summary>The image of the MLflow server. A task may pull one of this account's registry only if its role says so.</summary>
    public static ContainerImage Mlflow(Construct scope, DeploymentOptions options) =>
        InRegistryOfAws().Match(options.MlflowImage) is { Success: true } found
            ? ContainerImage.FromEcrRepository(
                Amazon.CDK.AWS.ECR.Repository.FromRepositoryAttributes(scope, "mlflow-images", new RepositoryAttributes
                {
                    RepositoryName = found.Groups["name"].Value,
                    RepositoryArn = Stack.Of(scope).FormatArn(new ArnComponents
                    {
                        Service = "ecr",
                        Account = found.Groups["account"].Value,
                        Region = found.Groups["region"].Value,
                        Resource = "repository",
                        ResourceName = found.Groups["name"].Value,
                    }),
                }),
                found.Groups["digest"].Value)
            : ContainerImage.FromRegistry(options.MlflowImage);

    [GeneratedRegex(@"^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com/"
        + "(?<name>[^@:]+)@(?<digest>sha256:[0-9a-f]{64})$")]
    private static partial Regex InRegistryOfAws();
}
