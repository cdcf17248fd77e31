namespace Volcast.Deploy.Manifests.Tests.Containers;

/// <summary>The short form of <c>deploy/smoke.sh</c>, on images that are there.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ImageTests
{
    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        "docker", ["run", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "none", .. arguments]);

    [ImageFact]
    public async Task The_worker_runs_a_job_without_rights_and_without_a_writable_root()
    {
        var run = await RunAsync("--tmpfs", "/data:uid=1654", "--env", "VOLCAST_SOURCE=simulated", "--env",
            "VOLCAST_NOW=2026-11-02T12:00:00Z", "volcast-worker", "ingest");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("SPY", run.Output, StringComparison.Ordinal);
    }

    [ImageFact]
    public async Task The_worker_loads_its_xgboost()
    {
        var run = await RunAsync("--tmpfs", "/data:uid=1654", "--env", "VOLCAST_SOURCE=simulated", "volcast-worker", "doctor");
        Assert.Matches(@"ok +libxgboost +1\.7", run.Output);
    }

    [ImageFact]
    public async Task A_service_that_lacks_something_says_what()
    {
        var api = await RunAsync("volcast-api");
        Assert.Equal(2, api.Code);
        Assert.Contains("there is no API key in /data/api-keys.json. Run `volcast keys create --name NAME` first", api.Error,
            StringComparison.Ordinal);
        var dashboard = await RunAsync("volcast-dashboard");
        Assert.Equal(2, dashboard.Code);
        Assert.Contains("VOLCAST_DASHBOARD_API", dashboard.Error, StringComparison.Ordinal);
    }
}
