using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Storage;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Daily;

/// <summary>The ingest function. It stands outside the network, because it calls vendors on the internet and needs no address
/// of ours.</summary>
internal sealed class IngestFunction : Construct
{
    /// <summary>Lambda's longest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public const int Memory = 1024;

    /// <summary>The variable in which the function finds the ARN of the token's secret.</summary>
    public const string TokenSecret = "TIINGO_TOKEN_SECRET";

    public IngestFunction(Construct scope, string id, DeploymentOptions options, LakeBucket bucket, TaskLogs logs,
        IReadOnlyDictionary<string, string> settings) : base(scope, id)
    {
        var role = new Role(this, "Role", new RoleProps
        {
            Description = "What the ingest function of Volcast may do.",
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
        });
        bucket.LetWrite(role, LakeBucket.Data);
        bucket.LetRead(role, LakeBucket.Inbox);
        logs.Group.GrantWrite(role);
        var environment = Environments.Of(settings);
        if (options.UsesTiingo)
        {
            var token = new Secret(this, "TiingoToken", new SecretProps
            {
                SecretName = $"{options.Prefix}/tiingo-token",
                Description = "The token of the Tiingo account. Put your token in the place of the random value.",
            });
            role.AddToPolicy(Principals.Allow(["secretsmanager:GetSecretValue"], token.SecretArn));
            environment[TokenSecret] = token.SecretArn;
        }
        Function = new(this, "Function", new DockerImageFunctionProps
        {
            FunctionName = $"{options.Prefix}-ingest",
            Description = "Downloads the daily bars of the targets and settles them in the lake.",
            Code = DockerImageCode.FromEcr(ImageNames.Find(this, options, ImageNames.IngestLambda),
                new EcrImageCodeProps { TagOrDigest = options.ImageTag }),
            Architecture = Architecture.X86_64,
            MemorySize = Memory,
            Timeout = Duration.Minutes(Longest.TotalMinutes),
            Environment = environment,
            Role = role,
            LogGroup = logs.Group,
            // Somebody else's event could start it asynchronously; that is not repeated behind our back.
            RetryAttempts = 0,
        });
    }

    public DockerImageFunction Function { get; }
}
