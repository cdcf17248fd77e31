using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.RDS;
using Amazon.CDK.AWS.Scheduler;
using Constructs;
using Volcast.Deploy.Aws.Daily;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Storage;
using Volcast.Deploy.Aws.Tasks;
using Volcast.Deploy.Aws.Web;
using Secret = Amazon.CDK.AWS.ECS.Secret;

namespace Volcast.Deploy.Aws.Mlflow;

/// <summary>The MLflow server on Fargate, which only the jobs and the API reach. It keeps artifacts in the bucket and hands them
/// out itself.</summary>
internal sealed class MlflowServer : Construct
{
    public const int Port = 5000;

    /// <summary>The address that jobs and API use.</summary>
    public const string Address = $"http://mlflow.{WebTier.Domain}:5000";

    public MlflowServer(Construct scope, string id, DeploymentOptions options, VolcastStack main, TaskLogs logs) : base(scope, id)
    {
        var database = new MlflowDatabase(this, "Database", options, main);
        Database = database.Instance;
        var role = new Role(this, "Role", new RoleProps
        {
            Description = "What the MLflow server of Volcast may do.",
            AssumedBy = Principals.Of(this, "ecs-tasks.amazonaws.com"),
        });
        main.Bucket.LetWrite(role, LakeBucket.Artifacts);
        var definition = new FargateTaskDefinition(this, "Definition", new FargateTaskDefinitionProps
        {
            Cpu = TaskSize.Mlflow.Cpu,
            MemoryLimitMiB = TaskSize.Mlflow.Memory,
            TaskRole = role,
        });
        var password = Amazon.CDK.AWS.SecretsManager.Secret.FromSecretCompleteArn(this, "Password", database.SecretArn);
        // libpq takes the password from PGPASSWORD, so that it stands in no address. The server's image writes to its own
        // file system.
        definition.AddContainer("mlflow", new ContainerDefinitionOptions
        {
            Image = ImageNames.Mlflow(this, options),
            Command =
            [
                "mlflow", "server", "--host", "0.0.0.0", "--port", $"{Port}",
                "--backend-store-uri",
                $"postgresql://{MlflowDatabase.Name}@{Database.AttrEndpointAddress}:{MlflowDatabase.Port}/{MlflowDatabase.Name}"
                    + "?sslmode=require",
                "--artifacts-destination", main.Bucket.Uri(LakeBucket.Artifacts), "--serve-artifacts",
                "--allowed-hosts", $"mlflow.{WebTier.Domain},mlflow.{WebTier.Domain}:{Port}",
            ],
            Secrets = new Dictionary<string, Secret> { ["PGPASSWORD"] = Secret.FromSecretsManager(password, "password") },
            Logging = LogDrivers.AwsLogs(new AwsLogDriverProps { StreamPrefix = "mlflow", LogGroup = logs.Group }),
            PortMappings = [new PortMapping { ContainerPort = Port }],
        });
        definition.AddToExecutionRolePolicy(Principals.Allow(["kms:Decrypt"], main.Key.KeyArn));
        var group = new SecurityGroup(this, "Group", new SecurityGroupProps
        {
            Vpc = main.Network.Vpc,
            Description = "The MLflow server.",
            AllowAllOutbound = false,
        });
        group.AddEgressRule(Peer.AnyIpv4(), Amazon.CDK.AWS.EC2.Port.Tcp(443), "AWS's services");
        group.AddEgressRule(database.Group, Amazon.CDK.AWS.EC2.Port.Tcp(MlflowDatabase.Port), "The database");
        database.Group.AddIngressRule(group, Amazon.CDK.AWS.EC2.Port.Tcp(MlflowDatabase.Port), "The MLflow server");
        Reach(main.Network.Jobs, group, "Jobs");
        if (main.Web is { } web)
            Reach(web.Api.Group, group, "Api");
        var service = new FargateService(this, "Service", new FargateServiceProps
        {
            Cluster = main.Cluster!,
            ServiceName = "mlflow",
            TaskDefinition = definition,
            DesiredCount = 1,
            MinHealthyPercent = 100,
            MaxHealthyPercent = 200,
            CircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true },
            AssignPublicIp = false,
            SecurityGroups = [group],
            VpcSubnets = main.Network.Subnets,
            CloudMapOptions = new CloudMapOptions { Name = "mlflow", DnsTtl = Duration.Seconds(10) },
        });
        RestartDaily(options, main, service);
    }

    public CfnDBInstance Database { get; }

    /// <summary>Lets a group of the main stack reach the server. Both rules belong to this stack, because the main stack does not
    /// know it.</summary>
    private void Reach(SecurityGroup from, SecurityGroup server, string name)
    {
        _ = new CfnSecurityGroupIngress(this, $"From{name}", new CfnSecurityGroupIngressProps
        {
            GroupId = server.SecurityGroupId,
            SourceSecurityGroupId = from.SecurityGroupId,
            IpProtocol = "tcp",
            FromPort = Port,
            ToPort = Port,
            Description = name,
        });
        _ = new CfnSecurityGroupEgress(this, $"To{name}", new CfnSecurityGroupEgressProps
        {
            GroupId = from.SecurityGroupId,
            DestinationSecurityGroupId = server.SecurityGroupId,
            IpProtocol = "tcp",
            FromPort = Port,
            ToPort = Port,
            Description = "The MLflow server",
        });
    }

    /// <summary>Starts the server anew half an hour before the daily run: a container reads the password when it starts, and RDS
    /// changes the password every seven days.</summary>
    private void RestartDaily(DeploymentOptions options, VolcastStack main, FargateService service)
    {
        var role = new Role(this, "Restart", new RoleProps
        {
            Description = "Starts the MLflow server of Volcast anew.",
            AssumedBy = Principals.Of(this, "scheduler.amazonaws.com"),
        });
        role.AddToPolicy(Principals.Allow(["ecs:UpdateService"], service.ServiceArn));
        _ = new CfnSchedule(this, "Daily", new CfnScheduleProps
        {
            Name = $"{options.Prefix}-mlflow-restart",
            ScheduleExpression = "cron(30 5 * * ? *)",
            ScheduleExpressionTimezone = DailySchedule.Zone,
            FlexibleTimeWindow = new CfnSchedule.FlexibleTimeWindowProperty { Mode = "OFF" },
            Target = new CfnSchedule.TargetProperty
            {
                Arn = "arn:aws:scheduler:::aws-sdk:ecs:updateService",
                RoleArn = role.RoleArn,
                Input = Stack.Of(this).ToJsonString(new Dictionary<string, object>
                {
                    ["Cluster"] = main.Cluster!.ClusterName,
                    ["Service"] = service.ServiceName,
                    ["ForceNewDeployment"] = true,
                }),
                RetryPolicy = new CfnSchedule.RetryPolicyProperty { MaximumRetryAttempts = 3, MaximumEventAgeInSeconds = 1200 },
                DeadLetterConfig = new CfnSchedule.DeadLetterConfigProperty { Arn = main.LostRuns.QueueArn },
            },
        });
        role.AddToPolicy(Principals.Allow(["sqs:SendMessage"], main.LostRuns.QueueArn));
    }
}
