using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Constructs;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;
using HealthCheck = Amazon.CDK.AWS.ElasticLoadBalancingV2.HealthCheck;
using Protocol = Amazon.CDK.AWS.ElasticLoadBalancingV2.Protocol;

namespace Volcast.Deploy.Aws.Web;

/// <summary>A service behind the load balancer. A deployment starts new tasks beside the old ones, and goes back to the old ones
/// if the new ones do not become healthy.</summary>
internal sealed class WebService : Construct
{
    public WebService(Construct scope, string id, DeploymentOptions options, ICluster cluster, JobNetwork network, FargateTask task,
        int port) : base(scope, id)
    {
        Group = network.Group(id, $"The service {id} of Volcast.");
        Group.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(443), "AWS's services");
        Service = new(this, "Service", new FargateServiceProps
        {
            Cluster = cluster,
            ServiceName = id.ToLowerInvariant(),
            TaskDefinition = task.Definition,
            DesiredCount = options.Instances,
            MinHealthyPercent = 100,
            MaxHealthyPercent = 200,
            CircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true },
            HealthCheckGracePeriod = Duration.Seconds(60),
            AssignPublicIp = false,
            SecurityGroups = [Group],
            VpcSubnets = network.Subnets,
            CloudMapOptions = new CloudMapOptions { Name = id.ToLowerInvariant(), DnsTtl = Duration.Seconds(10) },
            PropagateTags = PropagatedTagSource.SERVICE,
        });
        Targets = new(this, "Targets", new ApplicationTargetGroupProps
        {
            Vpc = network.Vpc,
            Port = port,
            Protocol = ApplicationProtocol.HTTP,
            TargetType = TargetType.IP,
            Targets = [Service],
            DeregistrationDelay = Duration.Seconds(15),
            HealthCheck = new HealthCheck
            {
                Path = "/health/ready",
                Protocol = Protocol.HTTP,
                Interval = Duration.Seconds(15),
                Timeout = Duration.Seconds(5),
                HealthyThresholdCount = 2,
                UnhealthyThresholdCount = 4,
            },
        });
    }

    public SecurityGroup Group { get; }

    public FargateService Service { get; }

    public ApplicationTargetGroup Targets { get; }
}
