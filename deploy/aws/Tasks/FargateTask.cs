using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Secret = Amazon.CDK.AWS.ECS.Secret;

namespace Volcast.Deploy.Aws.Tasks;

/// <summary>What a container of ours runs.</summary>
internal sealed record ContainerSpec
{
    /// <summary>The container's name, and that of its log streams.</summary>
    public required string Name { get; init; }

    /// <summary>Its image, one of <see cref="ImageNames"/>.</summary>
    public required string Image { get; init; }

    /// <summary>Settings by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Settings whose values are in Secrets Manager.</summary>
    public IReadOnlyDictionary<string, Secret> Secrets { get; init; } = new Dictionary<string, Secret>();

    /// <summary>The port on which it listens; null if it does not.</summary>
    public int? Port { get; init; }

    /// <summary>Its arguments; null for those of the image.</summary>
    public string[]? Command { get; init; }
}

/// <summary>A task of one container, which can write to <see cref="ScratchFolder"/> and not to its own file system, and has a role of
/// its own.</summary>
internal sealed class FargateTask : Construct
{
    public FargateTask(Construct scope, string id, DeploymentOptions options, TaskSize size, ContainerSpec container, TaskLogs logs)
        : base(scope, id)
    {
        Role = new(this, "Role", new RoleProps
        {
            Description = $"What the containers of the task {id} of Volcast may do.",
            AssumedBy = Principals.Of(this, "ecs-tasks.amazonaws.com"),
        });
        Definition = new(this, "Definition", new FargateTaskDefinitionProps
        {
            Cpu = size.Cpu,
            MemoryLimitMiB = size.Memory,
            TaskRole = Role,
            ExecutionRole = new Role(this, "Start", new RoleProps
            {
                Description = $"Starts the task {id} of Volcast: image, log, secrets.",
                AssumedBy = Principals.Of(this, "ecs-tasks.amazonaws.com"),
            }),
            RuntimePlatform = new RuntimePlatform
            {
                CpuArchitecture = CpuArchitecture.X86_64,
                OperatingSystemFamily = OperatingSystemFamily.LINUX,
            },
        });
        Container = Definition.AddContainer(container.Name, new ContainerDefinitionOptions
        {
            ContainerName = container.Name,
            Image = ContainerImage.FromEcrRepository(ImageNames.Find(this, options, container.Image), options.ImageTag),
            Command = container.Command,
            Environment = Environments.Of(container.Settings),
            Secrets = container.Secrets.ToDictionary(),
            ReadonlyRootFilesystem = true,
            LinuxParameters = new LinuxParameters(this, "Linux", new LinuxParametersProps { InitProcessEnabled = true }),
            StopTimeout = Amazon.CDK.Duration.Seconds(30),
            Logging = LogDrivers.AwsLogs(new AwsLogDriverProps { StreamPrefix = container.Name, LogGroup = logs.Group }),
            PortMappings = container.Port is { } port ? [new PortMapping { ContainerPort = port }] : null,
        });
        Definition.AddVolume(new Volume { Name = ScratchFolder.Volume });
        Container.AddMountPoints(new MountPoint
        {
            ContainerPath = ScratchFolder.Path,
            SourceVolume = ScratchFolder.Volume,
            ReadOnly = false,
        });
    }

    /// <summary>What the containers may do.</summary>
    public Role Role { get; }

    public FargateTaskDefinition Definition { get; }

    public ContainerDefinition Container { get; }
}
