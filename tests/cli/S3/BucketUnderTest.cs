using Volcast.Lake.S3;
using Volcast.Lake.S3.Tests;

namespace Volcast.Cli.Tests.S3;

/// <summary>A bucket of the real server, and the command line with the settings and credentials to use it.</summary>
internal sealed class BucketUnderTest : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly S3Bucket bucket;

    private BucketUnderTest(S3Bucket bucket)
    {
        this.bucket = bucket;
        foreach (var (name, value) in Variables)
            if (name.StartsWith("AWS_", StringComparison.Ordinal))
                Environment.SetEnvironmentVariable(name, value); // The AWS SDK reads the environment of the process.
        Volcast = new(folder.Path);
        foreach (var (name, value) in Variables)
            Volcast.Environment[name] = value;
    }

    public VolcastUnderTest Volcast { get; }

    /// <summary>A folder of this machine.</summary>
    public TemporaryFolder Folder => folder;

    /// <summary>The place of the data.</summary>
    public string Data => $"s3://{bucket.Name}/desk";

    /// <summary>The environment of a process that uses the bucket.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["AWS_ACCESS_KEY_ID"] = S3Server.Owner.Id,
        ["AWS_SECRET_ACCESS_KEY"] = S3Server.Owner.Secret,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["VOLCAST_S3_ENDPOINT"] = S3Server.Instance.Endpoint.AbsoluteUri,
        ["VOLCAST_S3_CHECKSUMS"] = "when_required",
        ["MLFLOW_TRACKING_URI"] = folder["models"],
    };

    public static async Task<BucketUnderTest> CreateAsync() => new(await S3Bucket.CreateAsync());

    /// <summary>A store below the place of the data.</summary>
    public S3ObjectStore Open(string part = "lake") => new(S3Location.Parse(Data).Below(part), S3Bucket.Options);

    public void Dispose()
    {
        bucket.Dispose();
        folder.Dispose();
    }
}
