using System.Text;
using Volcast.Lake.Leases;
using Volcast.Lake.S3.Tests;
using Volcast.Lake.Stores;

namespace Volcast.Cli.Tests.S3;

/// <summary>The command line on data in a bucket.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BucketPipelineTests
{
    private static readonly string[] Days = ["2024-06-14T12:00:00Z", "2024-06-15T12:00:00Z"];
    private static readonly string[] Market = ["--source", "simulated", "--lookback", "2y"];

    [S3Fact]
    public async Task The_pipeline_gives_the_bytes_of_a_folder_and_leaves_nothing_on_the_machine()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        using var folder = new TemporaryFolder();
        var local = new VolcastUnderTest(folder.Path);
        foreach (var day in Days)
        {
            local.Environment["VOLCAST_NOW"] = bucket.Volcast.Environment["VOLCAST_NOW"] = day;
            var expected = await local.RunAsync(["pipeline", .. Market, "--data", folder["data"]]);
            Assert.Equal("", expected.ExitCode == 0 ? "" : expected.Error);
            var run = await bucket.Volcast.RunAsync(["pipeline", .. Market, "--data", bucket.Data]);
            Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
            Assert.Contains($"{bucket.Data}/lake", run.Out, StringComparison.Ordinal);

            using var store = bucket.Open();
            var lines = await LakeContent.OfAsync(store);
            Assert.Equal(await LakeContent.OfAsync(new LocalObjectStore(folder["data/lake"])), lines);
            Assert.Contains(lines, line => line.StartsWith("forecasts/year=2024/", StringComparison.Ordinal));
        }
        Assert.Equal(["models"], Directory.GetFileSystemEntries(bucket.Folder.Path).Select(Path.GetFileName));

        var daily = await bucket.Volcast.RunAsync(
            ["run-daily", .. Market, "--data", bucket.Data, "--report", $"{bucket.Data}/report"]);
        Assert.Equal("", daily.ExitCode == 0 ? "" : daily.Error);
        Assert.Contains($"Report: {bucket.Data}/report/monitoring.html", daily.Error, StringComparison.Ordinal);
        using var reports = bucket.Open("report");
        Assert.Equal(["monitoring.html", "monitoring.json"], await reports.ListAsync(""));
        Assert.Contains("SIMULATED market", Encoding.UTF8.GetString((await reports.GetAsync("monitoring.html"))!.Content),
            StringComparison.Ordinal);

        var verified = await bucket.Volcast.RunAsync("verify", "--source", "simulated", "--data", bucket.Data);
        Assert.Equal("", verified.ExitCode == 0 ? "" : verified.Out + verified.Error);
        var status = await bucket.Volcast.RunAsync("status", "--source", "simulated", "--data", bucket.Data);
        Assert.Equal("", status.ExitCode == 0 ? "" : status.Error);
        Assert.Contains($"Lake {bucket.Data}/lake", status.Out, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task A_daily_run_works_in_a_bucket_and_keeps_a_second_one_away()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        string[] daily = ["run-daily", .. Market, "--data", bucket.Data];
        var run = await bucket.Volcast.RunAsync(daily);
        Assert.Equal("", run.ExitCode == 0 ? "" : run.Out + run.Error);

        using var store = bucket.Open();
        var leases = new ConditionalLeaseStore(store, new() { Duration = TimeSpan.FromSeconds(60) });
        await using (await leases.AcquireAsync("_run-daily"))
        {
            var second = await bucket.Volcast.RunAsync(daily);
            Assert.Equal(0, second.ExitCode);
            Assert.Contains(
                "Another daily run is at work on this lake, so this one does nothing.", second.Error, StringComparison.Ordinal);
        }
    }

    [S3Fact]
    public async Task A_daily_run_after_a_killed_one_waits_for_its_lease_and_does_the_work()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        var end = TimeProvider.System.GetUtcNow().AddSeconds(25);
        using (var store = bucket.Open())
            await store.PutAsync("_leases/_run-daily.json", Encoding.UTF8.GetBytes(
                $$"""{"token": 7, "holder": "killed", "expires_at": "{{end:O}}", "is_released": false}"""));
        var run = await bucket.Volcast.RunAsync(["run-daily", .. Market, "--data", bucket.Data]);
        Assert.Equal("", run.ExitCode == 0 ? "" : run.Out + run.Error);
        Assert.Contains(
            $"Another run holds _leases/_run-daily.json in {bucket.Data}/lake; waiting up to 30 s to see whether it is alive.",
            run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("this one does nothing", run.Error, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task Keys_are_made_listed_and_revoked_in_the_bucket()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        string[] data = ["--data", bucket.Data];
        var made = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            number => bucket.Volcast.RunAsync(["keys", "create", "--name", $"desk {number}", .. data])));
        Assert.All(made, one => Assert.Equal("", one.ExitCode == 0 ? "" : one.Error));
        var listed = await bucket.Volcast.RunAsync(["keys", "list", .. data]);
        Assert.Equal(5, listed.Out.Trim().Split('\n').Length);
        var id = made[2].Out[3..11];
        Assert.Equal(0, (await bucket.Volcast.RunAsync(["keys", "revoke", id, .. data])).ExitCode);
        listed = await bucket.Volcast.RunAsync(["keys", "list", .. data]);
        Assert.DoesNotContain(id, listed.Out, StringComparison.Ordinal);
        Assert.Equal(4, listed.Out.Trim().Split('\n').Length);

        using var root = bucket.Open("keys-are-beside-the-lake");
        using var store = new Lake.S3.S3ObjectStore(Lake.S3.S3Location.Parse(bucket.Data), S3Bucket.Options);
        var stored = Encoding.UTF8.GetString((await store.GetAsync("api-keys.json"))!.Content);
        Assert.All(made, one => Assert.DoesNotContain(one.Out.Trim(), stored, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(bucket.Folder.Path));
    }

    [S3Fact]
    public async Task Csv_files_are_read_from_a_bucket()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        SimulatedCsv.Write(bucket.Folder["csv"], new(2007, 1, 3), new(2008, 12, 31));
        bucket.Volcast.Environment["VOLCAST_NOW"] = "2009-01-02T12:00:00Z";
        using (var inbox = bucket.Open("inbox"))
            foreach (var file in Directory.GetFiles(bucket.Folder["csv"]))
                await inbox.PutAsync(Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        string[] ingest = ["ingest", "--path"];
        var local = await bucket.Volcast.RunAsync([.. ingest, bucket.Folder["csv"], "--data", bucket.Folder["data"]]);
        Assert.Equal("", local.ExitCode == 0 ? "" : local.Error);
        var remote = await bucket.Volcast.RunAsync([.. ingest, $"{bucket.Data}/inbox", "--data", bucket.Data]);
        Assert.Equal("", remote.ExitCode == 0 ? "" : remote.Error);
        using var store = bucket.Open();
        Assert.Equal(
            await LakeContent.OfAsync(new LocalObjectStore(bucket.Folder["data/lake"])), await LakeContent.OfAsync(store));

        using (var inbox = bucket.Open("inbox"))
            await inbox.DeleteAsync("SPY.csv");
        var missing = await bucket.Volcast.RunAsync([.. ingest, $"{bucket.Data}/inbox", "--data", bucket.Data]);
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains(
            $"SPY: there is no file {bucket.Data}/inbox/SPY.csv; the folder holds HYG.csv, TLT.csv, VIX.csv, VIX3M.csv.",
            missing.Error + missing.Out, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task The_doctor_checks_the_bucket()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        var found = await bucket.Volcast.RunAsync("doctor", "--source", "simulated", "--data", bucket.Data);
        Assert.Contains(
            $"{bucket.Data}/lake can be read and written, conditional puts work", found.Out, StringComparison.Ordinal);
        var missing = await bucket.Volcast.RunAsync("doctor", "--source", "simulated", "--data", "s3://no-such-bucket/desk");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("there is no bucket no-such-bucket at http://127.0.0.1:", missing.Out.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task Models_of_a_bucket_need_a_registry_of_their_own()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        bucket.Volcast.Environment.Remove("MLFLOW_TRACKING_URI");
        string[] data = ["--source", "simulated", "--data", bucket.Data];
        foreach (var command in (string[][])[["ingest", "--lookback", "2y"], ["features"], ["verify"]])
        {
            var run = await bucket.Volcast.RunAsync([.. command, .. data]);
            Assert.Equal("", run.ExitCode == 0 ? "" : run.Out + run.Error);
        }
        var refused = await bucket.Volcast.RunAsync(["pipeline", .. Market, "--data", bucket.Data]);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Out)); // Before the first stage.
        Assert.Contains(
            $"The data are in {bucket.Data}, and the registry of models cannot be in a bucket: it needs a folder with locks and "
            + "renames. Set MLFLOW_TRACKING_URI to an MLflow server or to a folder.",
            refused.Error, StringComparison.Ordinal);
        bucket.Volcast.Environment["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:5000";
        refused = await bucket.Volcast.RunAsync(["pipeline", .. Market, "--data", bucket.Data]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("is simulated, and its models must not be among those of real data on a server; set it to a folder.",
            refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://Bad/desk", "'s3://Bad/desk' given by the flag --data: expected s3://BUCKET/PREFIX")]
    [InlineData("s3://bucket//desk", "'s3://bucket//desk' given by the flag --data: expected a prefix of segments")]
    public async Task A_place_that_is_none_is_refused(string data, string message)
    {
        var refused = await new VolcastUnderTest(Path.GetTempPath()).RunAsync("status", "--data", data);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_cannot_be_written_into_a_bucket()
    {
        using var folder = new TemporaryFolder();
        var refused = await new VolcastUnderTest(folder.Path).RunAsync(
            "replay", "--from", "2020-01-02", "--to", "2020-02-03", "--out", "s3://bucket/replay");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("'s3://bucket/replay' is in a bucket, and this command needs a folder or file of this machine there.",
            refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
