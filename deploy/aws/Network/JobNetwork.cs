using Amazon.CDK.AWS.EC2;
using Constructs;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Network;

/// <summary>The network of the tasks: no security group lets anything in from the internet.</summary>
internal sealed class JobNetwork : Construct
{
    public JobNetwork(Construct scope, string id, DeploymentOptions options, Egress egress) : base(scope, id)
    {
        Egress = egress;
        Vpc = new(this, "Vpc", new VpcProps
        {
            IpAddresses = IpAddresses.Cidr("10.20.0.0/16"),
            MaxAzs = options.Zones,
            NatGateways = egress == Egress.Nat ? 1 : 0,
            SubnetConfiguration =
            [
                new SubnetConfiguration
                {
                    Name = "public",
                    SubnetType = SubnetType.PUBLIC,
                    CidrMask = 24,
                    MapPublicIpOnLaunch = false,
                },
                .. egress == Egress.PublicAddress ? Array.Empty<ISubnetConfiguration>() :
                [
                    new SubnetConfiguration
                    {
                        Name = "private",
                        SubnetType = egress == Egress.Nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED,
                        CidrMask = 22,
                    },
                ],
            ],
            GatewayEndpoints = new Dictionary<string, IGatewayVpcEndpointOptions>
            {
                ["S3"] = new GatewayVpcEndpointOptions { Service = GatewayVpcEndpointAwsService.S3 },
            },
        });
        Jobs = Group("Jobs", "The jobs of Volcast: nothing comes in, https goes out.");
        Jobs.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(443), "AWS's services and the channels of alerts");
        if (egress == Egress.Endpoints)
            AddEndpoints();
    }

    public Egress Egress { get; }

    public Vpc Vpc { get; }

    /// <summary>The security group of the jobs.</summary>
    public SecurityGroup Jobs { get; }

    /// <summary>The subnets of the tasks.</summary>
    public SubnetSelection Subnets => new()
    {
        SubnetType = Egress switch
        {
            Egress.PublicAddress => SubnetType.PUBLIC,
            Egress.Nat => SubnetType.PRIVATE_WITH_EGRESS,
            _ => SubnetType.PRIVATE_ISOLATED,
        },
    };

    public string[] SubnetIds => Vpc.SelectSubnets(Subnets).SubnetIds;

    /// <summary>A security group without a rule.</summary>
    public SecurityGroup Group(string id, string description) =>
        new(this, id, new SecurityGroupProps { Vpc = Vpc, Description = description, AllowAllOutbound = false });

    private void AddEndpoints()
    {
        var group = Group("Endpoints", "The endpoints of AWS's services.");
        group.AddIngressRule(Jobs, Port.Tcp(443), "Jobs");
        foreach (var service in EgressChoice.Services)
            Vpc.AddInterfaceEndpoint(service.Replace(".", "", StringComparison.Ordinal), new InterfaceVpcEndpointOptions
            {
                Service = new InterfaceVpcEndpointAwsService(service),
                Open = false,
                SecurityGroups = [group],
                Subnets = Subnets,
            });
    }
}
