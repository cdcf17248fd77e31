using Amazon.CDK;
using Constructs;
using Volcast.Deploy.Aws.Operations;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Mlflow;

/// <summary>The MLflow server with its database, if the deployment wants one. It adds its services to the network and the
/// cluster of the main stack.</summary>
internal sealed class MlflowStack : Stack
{
    public MlflowStack(Construct scope, string id, DeploymentOptions options, VolcastStack main, IStackProps props)
        : base(scope, id, props)
    {
        var server = new MlflowServer(this, "Server", options, main, new TaskLogs(this, "Mlflow", options));
        var alarms = new Alarms(this, "Alarms", options, main.Topic);
        alarms.WatchDisk(server.Database.Ref, MlflowDatabase.Gigabytes);
    }
}
