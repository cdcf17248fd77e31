using Amazon.CDK.AWS.ECS;
using Constructs;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Storage;
using Volcast.Deploy.Aws.Tasks;
using Secret = Amazon.CDK.AWS.ECS.Secret;

namespace Volcast.Deploy.Aws.Web;

/// <summary>API and dashboard on Fargate behind the load balancer.</summary>
internal sealed class WebTier : Construct
{
    /// <summary>The domain in which the services find one another.</summary>
    public const string Domain = "volcast.internal";

    public WebTier(Construct scope, string id, DeploymentOptions options, WebOptions web, ICluster cluster, JobNetwork network,
        LakeBucket bucket, RegistryFolder? registry, TaskLogs logs, IReadOnlyDictionary<string, string> settings) : base(scope, id)
    {
        Entry = new(this, "Entry", options, network);
        var key = new Amazon.CDK.AWS.SecretsManager.Secret(this, "DashboardKey", new Amazon.CDK.AWS.SecretsManager.SecretProps
        {
            SecretName = $"{options.Prefix}/dashboard-key",
            Description = "The API key with which the dashboard reads the API. Put one of `volcast keys create` in its place.",
        });
        var api = new FargateTask(this, "ApiTask", options, TaskSize.Web, new()
        {
            Name = "api",
            Image = ImageNames.Api,
            Port = WebPorts.Api,
            Settings = new Dictionary<string, string>(settings)
            {
                ["VOLCAST_API_ADDRESS"] = $"http://0.0.0.0:{WebPorts.Api}",
                // Each look for changes is a request to the bucket.
                ["VOLCAST_API_REFRESH"] = "30",
            },
        }, logs);
        bucket.LetRead(api.Role, [LakeBucket.Data, .. options.TargetsPrefixes]);
        // The time of each key's last use.
        bucket.LetPut(api.Role, $"{LakeBucket.Data}/api-key-uses.json");
        registry?.Mount(api, isReadOnly: true);
        var dashboard = new FargateTask(this, "DashboardTask", options, TaskSize.Web, new()
        {
            Name = "dashboard",
            Image = ImageNames.Dashboard,
            Port = WebPorts.Dashboard,
            Settings = new Dictionary<string, string>
            {
                ["VOLCAST_DASHBOARD_ADDRESS"] = $"http://0.0.0.0:{WebPorts.Dashboard}",
                ["VOLCAST_DASHBOARD_API"] = $"http://api.{Domain}:{WebPorts.Api}",
                ["VOLCAST_DASHBOARD_SIGNER"] = Entry.Balancer.LoadBalancerArn,
                ["VOLCAST_DASHBOARD_SIGNER_CLIENT"] = web.SignIn.ClientId,
            },
            Secrets = new Dictionary<string, Secret> { ["VOLCAST_DASHBOARD_KEY"] = Secret.FromSecretsManager(key) },
        }, logs);
        Api = new(this, "Api", options, cluster, network, api, WebPorts.Api);
        Dashboard = new(this, "Dashboard", options, cluster, network, dashboard, WebPorts.Dashboard);
        registry?.LetIn(Api.Group, "API");
        Entry.Open(web, Api, Dashboard);
    }

    public WebEntry Entry { get; }

    public WebService Api { get; }

    public WebService Dashboard { get; }
}
