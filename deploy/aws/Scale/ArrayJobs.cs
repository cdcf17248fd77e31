using Amazon.CDK;
using Amazon.CDK.AWS.Batch;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Storage;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Scale;

/// <summary>AWS Batch for the arrays of <c>volcast work</c>: each job takes its index from
/// <c>AWS_BATCH_JOB_ARRAY_INDEX</c>.</summary>
internal sealed class ArrayJobs : Construct
{
    /// <summary>Jobs that run at the same time, one virtual CPU each.</summary>
    public const int MostAtOnce = 64;

    public ArrayJobs(Construct scope, string id, DeploymentOptions options, LakeBucket bucket, RegistryFolder? registry,
        JobNetwork network, TaskLogs logs, IReadOnlyDictionary<string, string> settings) : base(scope, id)
    {
        var repository = ImageNames.Find(this, options, ImageNames.Worker);
        Role = new(this, "Role", new RoleProps
        {
            Description = "What a job of an array of Volcast may do.",
            AssumedBy = Principals.Of(this, "ecs-tasks.amazonaws.com"),
        });
        bucket.LetWrite(Role, LakeBucket.Data, LakeBucket.Plans);
        bucket.LetRead(Role, LakeBucket.Inbox);
        registry?.Let(Role, isReadOnly: false);
        var start = new Role(this, "Start", new RoleProps
        {
            Description = "Starts a job of an array of Volcast: image and log.",
            AssumedBy = Principals.Of(this, "ecs-tasks.amazonaws.com"),
        });
        repository.GrantPull(start);
        logs.Group.GrantWrite(start);
        var environment = new CfnComputeEnvironment(this, "Machines", new CfnComputeEnvironmentProps
        {
            Type = "MANAGED",
            State = "ENABLED",
            ComputeResources = new CfnComputeEnvironment.ComputeResourcesProperty
            {
                Type = "FARGATE",
                MaxvCpus = MostAtOnce,
                Subnets = network.SubnetIds,
                SecurityGroupIds = [network.Jobs.SecurityGroupId],
            },
        });
        Queue = new(this, "Queue", new CfnJobQueueProps
        {
            JobQueueName = $"{options.Prefix}-work",
            Priority = 1,
            State = "ENABLED",
            ComputeEnvironmentOrder = new object[]
            {
                new CfnJobQueue.ComputeEnvironmentOrderProperty { Order = 1, ComputeEnvironment = environment.Ref },
            },
        });
        var size = TaskSize.Work;
        var scratch = new CfnJobDefinition.VolumesProperty { Name = ScratchFolder.Volume };
        var scratchMount = new CfnJobDefinition.MountPointsProperty
        {
            ContainerPath = ScratchFolder.Path,
            SourceVolume = ScratchFolder.Volume,
        };
        var registryMount = new CfnJobDefinition.MountPointsProperty
        {
            ContainerPath = RegistryFolder.Path,
            SourceVolume = RegistryFolder.Volume,
        };
        Job = new(this, "Job", new CfnJobDefinitionProps
        {
            Type = "container",
            JobDefinitionName = $"{options.Prefix}-work",
            PlatformCapabilities = ["FARGATE"],
            PropagateTags = true,
            Parameters = new Dictionary<string, string> { ["plan"] = bucket.Uri(LakeBucket.Plans) },
            // A plan that does not fit the inputs does not fit them the next time either.
            RetryStrategy = new CfnJobDefinition.RetryStrategyProperty
            {
                Attempts = 3,
                EvaluateOnExit = new object[]
                {
                    new CfnJobDefinition.EvaluateOnExitProperty { OnExitCode = "2", Action = "EXIT" },
                    new CfnJobDefinition.EvaluateOnExitProperty { OnReason = "*", Action = "RETRY" },
                },
            },
            Timeout = new CfnJobDefinition.TimeoutProperty { AttemptDurationSeconds = 3600 },
            ContainerProperties = new CfnJobDefinition.ContainerPropertiesProperty
            {
                Image = repository.RepositoryUriForTag(options.ImageTag),
                Command = ["work", "--plan", "Ref::plan"],
                JobRoleArn = Role.RoleArn,
                ExecutionRoleArn = start.RoleArn,
                ReadonlyRootFilesystem = true,
                ResourceRequirements = new object[]
                {
                    new CfnJobDefinition.ResourceRequirementProperty { Type = "VCPU", Value = $"{size.VirtualCpus}" },
                    new CfnJobDefinition.ResourceRequirementProperty { Type = "MEMORY", Value = $"{size.Memory}" },
                },
                Volumes = registry is null ? new object[] { scratch } : new object[] { scratch, Volume(registry) },
                MountPoints = registry is null ? new object[] { scratchMount } : new object[] { scratchMount, registryMount },
                NetworkConfiguration = new CfnJobDefinition.NetworkConfigurationProperty { AssignPublicIp = "DISABLED" },
                Environment = Environments.Of(settings).OrderBy(one => one.Key, StringComparer.Ordinal)
                    .Select(object (one) => new CfnJobDefinition.EnvironmentProperty { Name = one.Key, Value = one.Value }).ToArray(),
                LogConfiguration = new CfnJobDefinition.LogConfigurationProperty
                {
                    LogDriver = "awslogs",
                    Options = new Dictionary<string, string>
                    {
                        ["awslogs-group"] = logs.Group.LogGroupName,
                        ["awslogs-region"] = Stack.Of(this).Region,
                        ["awslogs-stream-prefix"] = "work",
                    },
                },
            },
        });
    }

    private static CfnJobDefinition.VolumesProperty Volume(RegistryFolder registry) => new()
    {
        Name = RegistryFolder.Volume,
        EfsVolumeConfiguration = new CfnJobDefinition.EfsVolumeConfigurationProperty
        {
            FileSystemId = registry.Ids.Files,
            TransitEncryption = "ENABLED",
            AuthorizationConfig = new CfnJobDefinition.AuthorizationConfigProperty
            {
                AccessPointId = registry.Ids.Entry,
                Iam = "ENABLED",
            },
        },
    };

    /// <summary>What a job may do.</summary>
    public Role Role { get; }

    public CfnJobQueue Queue { get; }

    public CfnJobDefinition Job { get; }
}
