using Amazon.CDK.AWS.ECR;
using Constructs;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Tasks;

/// <summary>The images of Volcast; each has a repository.</summary>
internal static class ImageNames
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
}
