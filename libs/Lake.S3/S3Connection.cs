using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Polly;
using Polly.Retry;

namespace Volcast.Lake.S3;

/// <summary>Sends requests to one server: a bounded number at a time, each with a time limit, and again after a failure that may
/// pass.</summary>
internal sealed class S3Connection : IDisposable
{
    private readonly AmazonS3Client client;
    private readonly SemaphoreSlim slots;
    private readonly ResiliencePipeline pipeline;

    /// <exception cref="LakeException">The region is not known.</exception>
    public S3Connection(S3Options options)
    {
        Options = options;
        client = Open(options);
        slots = new(options.MaximumParallel);
        pipeline = Pipeline(options);
    }

    public S3Options Options { get; }

    /// <exception cref="Exception">What the last attempt threw; <see cref="S3Failures"/> explains it.</exception>
    public async Task<T> SendAsync<T>(Func<AmazonS3Client, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            return await pipeline.ExecuteAsync(
                async (state, attempt) => await state.send(state.client, attempt), (client, send), cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        slots.Dispose();
    }

    private static AmazonS3Client Open(S3Options options)
    {
        var config = new AmazonS3Config
        {
            // The pipeline repeats requests, and bounds their time.
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxConnectionsPerServer = options.MaximumParallel,
            DisableLogging = true,
            ForcePathStyle = options.UsesPathStyle ?? options.Endpoint is not null,
        };
        if (options.SendsChecksumsOnlyWhereRequired)
        {
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = options.Region ?? DefaultRegion;
        }
        else
            config.RegionEndpoint = options.Region is { } region
                ? RegionEndpoint.GetBySystemName(region)
                : FallbackRegionFactory.GetRegionEndpoint() ?? throw new LakeException(
                    "The region of the bucket is not known. Set VOLCAST_S3_REGION or AWS_REGION to it, or VOLCAST_S3_ENDPOINT to the "
                    + "address of another server.");
        return options.AccessKey switch
        {
            null => new(config),
            { SessionToken: { } token } key => new(new SessionAWSCredentials(key.Id, key.Secret, token), config),
            var key => new(new BasicAWSCredentials(key.Id, key.Secret), config),
        };
    }

    /// <summary>What the signature names where neither settings nor server have a region.</summary>
    private const string DefaultRegion = "us-east-1";

    private static ResiliencePipeline Pipeline(S3Options options)
    {
        var jitter = new Random(options.JitterSeed);
        var builder = new ResiliencePipelineBuilder { TimeProvider = options.Clock };
        if (options.Retries > 0)
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                Randomizer = () =>
                {
                    lock (jitter)
                        return jitter.NextDouble();
                },
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } failure && S3Failures.MayPass(failure)
                    && !args.Context.CancellationToken.IsCancellationRequested),
            });
        return builder.AddTimeout(options.AttemptTimeout).Build();
    }
}
