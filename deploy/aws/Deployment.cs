using Amazon.CDK;
using Volcast.Deploy.Aws.Delivery;
using Volcast.Deploy.Aws.Mlflow;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws;

/// <summary>The stacks of a deployment.</summary>
internal static class Deployment
{
    public static void AddTo(App app, DeploymentOptions options)
    {
        Tags.Of(app).Add("project", "volcast");
        Tags.Of(app).Add("environment", options.Environment);
        _ = new DeliveryStack(app, $"{options.Prefix}-delivery", options, Props(options, "images and the role that deploys"));
        var main = new VolcastStack(app, options.Prefix, options, Props(options, "lake, jobs, services and alarms"));
        if (options.MlflowImage.Length > 0)
            _ = new MlflowStack(app, $"{options.Prefix}-mlflow", options, main, Props(options, "MLflow and its database"));
    }

    private static StackProps Props(DeploymentOptions options, string what) => new()
    {
        Description = $"Volcast, {options.Environment}: {what}",
        TerminationProtection = options.Size == DeploymentSize.Prod,
        AnalyticsReporting = false,
    };
}
