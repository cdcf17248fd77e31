using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Volcast.Lake.Stores;

namespace Volcast.Lake.S3.Tests;

/// <summary>A new bucket on the real server of this process.</summary>
internal sealed class S3Bucket : IDisposable
{
    private static int serial;

    private S3Bucket(string name)
    {
        Name = name;
        Client = new(
            new BasicAWSCredentials(S3Server.Owner.Id, S3Server.Owner.Secret),
            new AmazonS3Config
            {
                ServiceURL = S3Server.Instance.Endpoint.AbsoluteUri,
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
                Timeout = TimeSpan.FromSeconds(30),
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
    }

    public string Name { get; }

    /// <summary>A client of its owner, for what the store does not do.</summary>
    public AmazonS3Client Client { get; }

    public S3Location Location => new(Name, "data/lake");

    /// <summary>How its owner reaches it.</summary>
    public static S3Options Options => new()
    {
        Endpoint = S3Server.Instance.Endpoint,
        SendsChecksumsOnlyWhereRequired = true,
        AccessKey = new(S3Server.Owner.Id, S3Server.Owner.Secret),
        JitterSeed = 1,
    };

    /// <summary>Skips the test where no server is installed.</summary>
    public static async Task<S3Bucket> CreateAsync()
    {
        Assert.SkipUnless(S3Server.IsInstalled, S3FactAttribute.NeedsServer);
        var bucket = new S3Bucket($"bucket-{Interlocked.Increment(ref serial).ToString(CultureInfo.InvariantCulture)}");
        await bucket.Client.PutBucketAsync(bucket.Name);
        return bucket;
    }

    public S3ObjectStore Open(S3Options? options = null) => new(Location, options ?? Options);

    /// <summary>Every object with its content.</summary>
    public static async Task<IReadOnlyDictionary<string, byte[]>> ObjectsAsync(IObjectStore store)
    {
        var objects = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in await store.ListAsync(""))
            objects[key] = (await store.GetAsync(key))!.Content;
        return objects;
    }

    public void Dispose() => Client.Dispose();
}
