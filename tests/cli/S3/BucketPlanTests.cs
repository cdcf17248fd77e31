using System.Text;
using Volcast.Cli.Tests.Plans;

namespace Volcast.Cli.Tests.S3;

/// <summary>Plans, their results, the csv files and the lake in a bucket.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BucketPlanTests
{
    private static readonly string[] Backtest = ["--models", "har", "--from", "2008-11-03"];

    [S3Fact]
    public async Task Chunks_in_a_bucket_give_the_file_of_one_process_in_a_folder()
    {
        var stop = TestContext.Current.CancellationToken;
        using var bucket = await BucketUnderTest.CreateAsync();
        using var market = new PlannedMarket();
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "one");
        await market.RunAsync("features", "--data", "one");
        await market.RunAsync(["backtest", "--data", "one", .. Backtest, "--out", "one.csv"]);

        using (var inbox = bucket.Open("inbox"))
            foreach (var file in Directory.GetFiles(market.Csv))
                await inbox.PutAsync(Path.GetFileName(file), await File.ReadAllBytesAsync(file, stop), cancellationToken: stop);
        foreach (var (name, value) in bucket.Variables)
            market.Volcast.Environment[name] = value;
        using (var lists = bucket.Open("lists"))
            await lists.PutAsync("tickers.txt", Encoding.UTF8.GetBytes(
                market.Volcast.Environment["VOLCAST_TARGETS"].Replace(',', '\n')), cancellationToken: stop);
        market.Volcast.Environment["VOLCAST_TARGETS"] = $"@{bucket.Data}/lists/tickers.txt";
        await RunAsync("ingest", ["--path", $"{bucket.Data}/inbox"]);
        await RunAsync("features", []);
        await RunAsync("backtest", Backtest, "--out", "many.csv");
        Assert.Equal(
            await File.ReadAllBytesAsync(market["one.csv"], stop), await File.ReadAllBytesAsync(market["many.csv"], stop));

        async Task RunAsync(string stage, string[] arguments, params string[] gather)
        {
            var place = $"{bucket.Data}/plans/{stage}";
            await market.RunAsync(["plan", stage, "--data", bucket.Data, .. arguments, "--chunks", "2", "--out", place]);
            foreach (var index in new[] { "1", "0", "0" })
                await market.RunAsync("work", "--plan", place, "--index", index);
            await market.RunAsync(["gather", "--plan", place, .. gather]);
        }
    }

    [S3Fact]
    public async Task A_list_of_targets_that_is_not_in_the_bucket_is_named()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        var place = $"{bucket.Data}/lists/none.txt";
        var result = await bucket.Volcast.RunAsync(
            "ingest", "--source", "simulated", "--data", bucket.Data, "--target", $"@{place}");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains($"there is no object {place}", result.Error, StringComparison.Ordinal);
    }
}
