using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Constructs;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;
using Secret = Amazon.CDK.AWS.SecretsManager.Secret;

namespace Volcast.Deploy.Aws.Web;

/// <summary>The load balancer: the one thing that is open to the internet, on port 443 alone. The paths of the API need an API
/// key, and everything else needs a person who has signed in.</summary>
internal sealed class WebEntry : Construct
{
    private readonly SecurityGroup group;
    private readonly DeploymentOptions options;

    public WebEntry(Construct scope, string id, DeploymentOptions options, JobNetwork network) : base(scope, id)
    {
        this.options = options;
        group = network.Group("Entry", "The load balancer of Volcast: https comes in.");
        group.AddIngressRule(Peer.AnyIpv4(), Port.Tcp(443), "https");
        group.AddEgressRule(Peer.AnyIpv4(), Port.Tcp(443), "The provider that signs people in");
        Balancer = new(this, "Balancer", new ApplicationLoadBalancerProps
        {
            Vpc = network.Vpc,
            InternetFacing = true,
            SecurityGroup = group,
            DropInvalidHeaderFields = true,
            DeletionProtection = options.Size == DeploymentSize.Prod,
            IdleTimeout = Duration.Seconds(60),
        });
        SignInSecret = new(this, "SignIn", new Amazon.CDK.AWS.SecretsManager.SecretProps
        {
            SecretName = $"{options.Prefix}/sign-in-client-secret",
            Description = "The client secret of the provider that signs people in. Put the provider's value in its place.",
        });
    }

    public ApplicationLoadBalancer Balancer { get; }

    private Secret SignInSecret { get; }

    /// <summary>Opens the listener.</summary>
    public void Open(WebOptions web, WebService api, WebService dashboard)
    {
        var listener = Balancer.AddListener("Https", new BaseApplicationListenerProps
        {
            Port = 443,
            Protocol = ApplicationProtocol.HTTPS,
            SslPolicy = SslPolicy.RECOMMENDED_TLS,
            Certificates = [ListenerCertificate.FromArn(web.CertificateArn)],
            Open = false,
            DefaultAction = ListenerAction.AuthenticateOidc(new AuthenticateOidcOptions
            {
                Issuer = web.SignIn.Issuer,
                ClientId = web.SignIn.ClientId,
                ClientSecret = SignInSecret.SecretValue,
                AuthorizationEndpoint = web.SignIn.Authorization,
                TokenEndpoint = web.SignIn.Token,
                UserInfoEndpoint = web.SignIn.UserInfo,
                SessionTimeout = Duration.Hours(12),
                AllowHttpsOutbound = false,
                Next = ListenerAction.Forward([dashboard.Targets]),
            }),
        });
        listener.AddAction("Api", new AddApplicationActionProps
        {
            Priority = 10,
            Conditions = [ListenerCondition.HostHeaders([web.Hostname]), ListenerCondition.PathPatterns(["/v1/*"])],
            Action = ListenerAction.Forward([api.Targets]),
        });
        api.Group.AddIngressRule(group, Port.Tcp(WebPorts.Api), "The load balancer");
        group.AddEgressRule(api.Group, Port.Tcp(WebPorts.Api), "API");
        dashboard.Group.AddIngressRule(group, Port.Tcp(WebPorts.Dashboard), "The load balancer alone");
        group.AddEgressRule(dashboard.Group, Port.Tcp(WebPorts.Dashboard), "Dashboard");
        api.Group.AddIngressRule(dashboard.Group, Port.Tcp(WebPorts.Api), "The dashboard");
        dashboard.Group.AddEgressRule(api.Group, Port.Tcp(WebPorts.Api), "API");
        _ = new CfnOutput(this, "Address", new CfnOutputProps
        {
            Description = $"The name to which {web.Hostname} must point.",
            Value = Balancer.LoadBalancerDnsName,
        });
    }
}

/// <summary>The ports of the services.</summary>
internal static class WebPorts
{
    public const int Api = 8080;
    public const int Dashboard = 8081;
}
