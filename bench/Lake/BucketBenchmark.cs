using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Volcast.Lake;
using Volcast.Lake.Leases;
using Volcast.Lake.S3;
using Volcast.Lake.Tables;
using Volcast.Market.Simulation;

namespace Volcast.Bench.Lake;

/// <summary>Reading <c>curated.market</c> of five symbols over ten years, validated, from a lake in a bucket on loopback and from
/// one in a folder.</summary>
internal static class BucketBenchmark
{
    private const int WarmUps = 20;
    private const int Runs = 51;
    private const double MostTimes = 3;
    private const string Bucket = "bench";

    public static string? Run()
    {
        if (S3Server.IsInstalled)
            return RunAsync().GetAwaiter().GetResult();
        Console.Error.WriteLine("bench lake-s3: there is no S3 server; ./volcast setup-all installs one");
        return null;
    }

    private static async Task<string> RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var store = await OpenAsync();
        var market = SimulatedMarket.Generate(1, LakeBenchmark.Newest);
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated))
            await WriteAsync(lake, market);
        await using (var lake = await DataLake.OpenForWritingAsync(
            store, DataKind.Simulated, new ConditionalLeaseStore(store)))
            await WriteAsync(lake, market);
        // Opened for reading, as by the HTTP service or a new process: no decoded file is kept from one run to the next.
        await using var local = await DataLake.OpenLocalAsync(folder.Path);
        await using var remote = await DataLake.OpenAsync(store);

        // In turn, so that other work on the machine slows both.
        Read(local, WarmUps);
        Read(remote, WarmUps);
        var (inFolder, inBucket) = (new List<Cost>(), new List<Cost>());
        for (var run = 0; run < Runs; run++)
        {
            inFolder.Add(Timing.Once(() => Read(local, 1)));
            inBucket.Add(Timing.Once(() => Read(remote, 1)));
        }
        var (here, there) = (new Timing(inFolder), new Timing(inBucket));
        var times = there.Median / here.Median;
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Lake in a bucket
            `curated.market` of five symbols over {LakeBenchmark.Years} years, the symbols at the same time, from a lake in a
            folder and from one in a bucket of Debian's Ceph gateway on loopback, which shares the cores. Every read checks
            digests, decodes the files and validates the rows. {Runs} runs in turn.

            Measured on {Machine.Describe()}.

            | | median | fastest | slowest | processor time of Volcast |
            |---|---|---|---|---|
            | folder | {here.Cells()} | {Timing.Format(here.Processor)} |
            | bucket | {there.Cells()} | {Timing.Format(there.Processor)} |

            bucket / folder: **{times:0.0}** by the medians, {there.Fastest / here.Fastest:0.0} by the fastest runs. At most
            {MostTimes:0} by the medians is required: {(times <= MostTimes ? "met" : "missed")}.

            """);
    }

    private static async Task WriteAsync(DataLake lake, SimulatedMarket market)
    {
        foreach (var symbol in SimulatedMarket.Symbols)
            await lake.CommitAsync(CuratedMarketTable.Schema, symbol, LakeBenchmark.Curated(
                symbol,
                market.Bars(symbol).Between(LakeBenchmark.Newest.AddYears(-LakeBenchmark.Years), LakeBenchmark.Newest)).ToFrame());
    }

    private static void Read(DataLake lake, int times)
    {
        for (var time = 0; time < times; time++)
            Task.WhenAll(SimulatedMarket.Symbols.Select(symbol => Task.Run(async () => CuratedMarketTable.FromFrame(
                symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol))))).GetAwaiter().GetResult();
    }

    private static async Task<S3ObjectStore> OpenAsync()
    {
        var (id, secret) = S3Server.Owner;
        using (var client = new AmazonS3Client(new BasicAWSCredentials(id, secret), new AmazonS3Config
        {
            ServiceURL = S3Server.Instance.Endpoint.AbsoluteUri,
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
        }))
            await client.PutBucketAsync(Bucket);
        return new(new(Bucket, "lake"), new()
        {
            Endpoint = S3Server.Instance.Endpoint,
            SendsChecksumsOnlyWhereRequired = true,
            AccessKey = new(id, secret),
        });
    }
}
