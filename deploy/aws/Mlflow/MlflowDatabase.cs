using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.RDS;
using Constructs;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Mlflow;

/// <summary>The PostgreSQL database of the MLflow server: encrypted, backed up every day, and with a password that RDS keeps in
/// Secrets Manager and changes every seven days.</summary>
internal sealed class MlflowDatabase : Construct
{
    public const int Gigabytes = 20;
    public const string Name = "mlflow";
    public const int Port = 5432;

    public MlflowDatabase(Construct scope, string id, DeploymentOptions options, VolcastStack main) : base(scope, id)
    {
        Group = new(this, "Group", new SecurityGroupProps
        {
            Vpc = main.Network.Vpc,
            Description = "The database of MLflow.",
            AllowAllOutbound = false,
        });
        var subnets = new CfnDBSubnetGroup(this, "Subnets", new CfnDBSubnetGroupProps
        {
            DbSubnetGroupDescription = "The private subnets of Volcast",
            SubnetIds = main.Network.SubnetIds,
        });
        var parameters = new CfnDBParameterGroup(this, "Parameters", new CfnDBParameterGroupProps
        {
            Family = "postgres16",
            Description = "TLS only",
            Parameters = new Dictionary<string, string> { ["rds.force_ssl"] = "1" },
        });
        Instance = new(this, "Instance", new CfnDBInstanceProps
        {
            Engine = "postgres",
            EngineVersion = "16",
            DbInstanceClass = "db.t4g.micro",
            AllocatedStorage = $"{Gigabytes}",
            MaxAllocatedStorage = 100,
            StorageType = "gp3",
            StorageEncrypted = true,
            KmsKeyId = main.Key.KeyArn,
            DbName = Name,
            MasterUsername = Name,
            ManageMasterUserPassword = true,
            MasterUserSecret = new CfnDBInstance.MasterUserSecretProperty { KmsKeyId = main.Key.KeyArn },
            EnableIamDatabaseAuthentication = true,
            PubliclyAccessible = false,
            MultiAz = options.Size == DeploymentSize.Prod,
            BackupRetentionPeriod = options.Size == DeploymentSize.Prod ? 14 : 7,
            CopyTagsToSnapshot = true,
            DeletionProtection = options.Size == DeploymentSize.Prod,
            AutoMinorVersionUpgrade = true,
            DbSubnetGroupName = subnets.Ref,
            DbParameterGroupName = parameters.Ref,
            VpcSecurityGroups = [Group.SecurityGroupId],
            CaCertificateIdentifier = "rds-ca-rsa2048-g1",
        });
        Instance.ApplyRemovalPolicy(RemovalPolicy.SNAPSHOT);
    }

    public SecurityGroup Group { get; }

    public CfnDBInstance Instance { get; }

    /// <summary>The secret with user and password.</summary>
    public string SecretArn => Instance.AttrMasterUserSecretSecretArn;
}
