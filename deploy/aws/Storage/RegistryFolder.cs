using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.EFS;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Constructs;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Tasks;
using EcsVolume = Amazon.CDK.AWS.ECS.Volume;

namespace Volcast.Deploy.Aws.Storage;

/// <summary>The folder of the model registry where there is no MLflow server: an encrypted file system, because a registry needs
/// renames and locks, which a bucket does not have.</summary>
internal sealed class RegistryFolder : Construct
{
    /// <summary>Where the containers see it.</summary>
    public const string Path = "/registry";

    public const string Volume = "registry";

    private const int Nfs = 2049;

    /// <summary>The user of the images.</summary>
    private const string User = "1654";

    private readonly CfnFileSystem files;
    private readonly CfnAccessPoint entry;
    private readonly SecurityGroup group;

    public RegistryFolder(Construct scope, string id, JobNetwork network, IKey key) : base(scope, id)
    {
        files = new(this, "Files", new CfnFileSystemProps
        {
            Encrypted = true,
            KmsKeyId = key.KeyArn,
            ThroughputMode = "elastic",
            BackupPolicy = new CfnFileSystem.BackupPolicyProperty { Status = "ENABLED" },
        });
        files.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        entry = new(this, "Entry", new CfnAccessPointProps
        {
            FileSystemId = files.Ref,
            PosixUser = new CfnAccessPoint.PosixUserProperty { Uid = User, Gid = User },
            RootDirectory = new CfnAccessPoint.RootDirectoryProperty
            {
                Path = Path,
                CreationInfo = new CfnAccessPoint.CreationInfoProperty { OwnerUid = User, OwnerGid = User, Permissions = "0750" },
            },
        });
        group = network.Group("Registry", "The file system of the model registry.");
        foreach (var (subnet, at) in network.SubnetIds.Select((subnet, at) => (subnet, at)))
            _ = new CfnMountTarget(this, $"In{at}", new CfnMountTargetProps
            {
                FileSystemId = files.Ref,
                SubnetId = subnet,
                SecurityGroups = [group.SecurityGroupId],
            });
        LetIn(network.Jobs, "Jobs");
    }

    /// <summary>Lets a security group reach the file system.</summary>
    public void LetIn(SecurityGroup from, string name)
    {
        group.AddIngressRule(from, Port.Tcp(Nfs), name);
        from.AddEgressRule(group, Port.Tcp(Nfs), "The model registry");
    }

    /// <summary>Mounts the folder in a task and lets its role use it.</summary>
    public void Mount(FargateTask task, bool isReadOnly)
    {
        task.Definition.AddVolume(new EcsVolume
        {
            Name = Volume,
            EfsVolumeConfiguration = new EfsVolumeConfiguration
            {
                FileSystemId = files.Ref,
                TransitEncryption = "ENABLED",
                AuthorizationConfig = new AuthorizationConfig { AccessPointId = entry.Ref, Iam = "ENABLED" },
            },
        });
        task.Container.AddMountPoints(new MountPoint { ContainerPath = Path, SourceVolume = Volume, ReadOnly = isReadOnly });
        Let(task.Role, isReadOnly);
    }

    /// <summary>Lets a role use the folder.</summary>
    public void Let(Role role, bool isReadOnly) => role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
    {
        Actions = isReadOnly
            ? ["elasticfilesystem:ClientMount"]
            : ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resources = [files.AttrArn],
        Conditions = new Dictionary<string, object>
        {
            ["StringEquals"] = new Dictionary<string, object> { ["elasticfilesystem:AccessPointArn"] = entry.AttrArn },
        },
    }));

    /// <summary>The file system and the access point, for a job that AWS Batch starts.</summary>
    public (string Files, string Entry) Ids => (files.Ref, entry.Ref);
}
