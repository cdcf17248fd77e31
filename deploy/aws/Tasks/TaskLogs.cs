using Amazon.CDK;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Tasks;

/// <summary>The log group of a deployment's tasks and functions.</summary>
internal sealed class TaskLogs : Construct
{
    public TaskLogs(Construct scope, string id, DeploymentOptions options) : base(scope, id) =>
        Group = new(this, "Group", new LogGroupProps
        {
            LogGroupName = $"/{options.Prefix}/{id.ToLowerInvariant()}",
            Retention = options.LogRetention,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });

    public LogGroup Group { get; }
}
