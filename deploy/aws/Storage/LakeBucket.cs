using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace Volcast.Deploy.Aws.Storage;

/// <summary>The bucket of lake, registry, plans and csv inbox, and who may do what in it.</summary>
internal sealed class LakeBucket : Construct
{
    /// <summary>The prefix of the data folder: lake, registry, keys.</summary>
    public const string Data = "data";

    /// <summary>The prefix into which somebody puts csv files.</summary>
    public const string Inbox = "inbox";

    /// <summary>The prefix of plans and their results.</summary>
    public const string Plans = "plans";

    /// <summary>The prefix of the report that the small size writes.</summary>
    public const string Report = "report";

    /// <summary>The prefix of MLflow's artifacts.</summary>
    public const string Artifacts = "mlflow";

    private readonly Bucket bucket;
    private readonly IKey key;

    public LakeBucket(Construct scope, string id, IKey key) : base(scope, id)
    {
        this.key = key;
        bucket = new(this, "Bucket", new BucketProps
        {
            Versioned = true,
            Encryption = BucketEncryption.KMS,
            EncryptionKey = key,
            BucketKeyEnabled = true,
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            EnforceSSL = true,
            MinimumTLSVersion = 1.2,
            RemovalPolicy = RemovalPolicy.RETAIN,
            LifecycleRules =
            [
                new LifecycleRule
                {
                    Id = "old-versions",
                    NoncurrentVersionExpiration = Duration.Days(30),
                    ExpiredObjectDeleteMarker = true,
                    AbortIncompleteMultipartUploadAfter = Duration.Days(7),
                },
                new LifecycleRule { Id = "folds", Prefix = $"{Data}/folds/", Expiration = Duration.Days(14) },
                new LifecycleRule { Id = "plans", Prefix = Plans + "/", Expiration = Duration.Days(90) },
            ],
        });
    }

    public string Name => bucket.BucketName;

    public string Arn => bucket.BucketArn;

    /// <summary>The address of a prefix, for the settings of Volcast.</summary>
    public string Uri(string prefix) => $"s3://{bucket.BucketName}/{prefix}";

    /// <summary>Lets a role read the objects of prefixes and list them.</summary>
    public void LetRead(Role role, params string[] prefixes)
    {
        if (prefixes.Length == 0)
            return;
        Allow(role, ["s3:GetObject"], Objects(prefixes));
        role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["s3:ListBucket"],
            Resources = [bucket.BucketArn],
            // A request for an object has no prefix. Without the permission to list, S3 refuses it where the object does not
            // exist, instead of saying that it does not.
            Conditions = new Dictionary<string, object>
            {
                ["StringLikeIfExists"] = new Dictionary<string, object>
                {
                    ["s3:prefix"] = prefixes.SelectMany(prefix => new[] { prefix, prefix + "/*" }).ToArray(),
                },
            },
        }));
        Allow(role, ["kms:Decrypt"], [key.KeyArn]);
    }

    /// <summary>Lets a role read, put and delete the objects of prefixes.</summary>
    public void LetWrite(Role role, params string[] prefixes)
    {
        LetRead(role, prefixes);
        Allow(role, ["s3:PutObject", "s3:DeleteObject"], Objects(prefixes));
        Allow(role, ["kms:GenerateDataKey"], [key.KeyArn]);
    }

    /// <summary>Lets a role put one object.</summary>
    public void LetPut(Role role, string name)
    {
        Allow(role, ["s3:PutObject"], [$"{bucket.BucketArn}/{name}"]);
        Allow(role, ["kms:GenerateDataKey"], [key.KeyArn]);
    }

    private string[] Objects(string[] prefixes) => [.. prefixes.Select(prefix => $"{bucket.BucketArn}/{prefix}/*")];

    private static void Allow(Role role, string[] actions, string[] resources) =>
        role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = resources }));
}
