using System.Diagnostics;
using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Which calls are retried and which are not.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RetryTests : StubTest
{
    public static TheoryData<string, StubFault> Passing => new()
    {
        { "500", StubFault.Error(500, "INTERNAL_ERROR", "database is locked") },
        { "502", StubFault.Html(502) },
        { "503", StubFault.Text(503, "starting") },
        { "408", StubFault.Text(408, "slow") },
        { "429", StubFault.Text(429, "slow down") },
        { "closed", StubFault.Close },
        { "lost", StubFault.LoseAnswer },
        { "truncated", StubFault.Truncate },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_temporary_failure_is_retried(string what, StubFault fault)
    {
        var run = await NewRunAsync();
        FaultOn("runs/log-metric", fault, fault, null);

        await Client.Runs.LogMetricAsync(run.Info.RunId, new MlflowMetric("qlike", .5, 1640984400000), Token);

        Assert.True(Asked("runs/log-metric") == 3, what);
        Assert.Equal(.5, Stub.State.Runs.Single().Metrics.Single().Value);
    }

    [Theory]
    [InlineData(400, "INVALID_PARAMETER_VALUE")]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST")]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(501, "NOT_IMPLEMENTED")]
    public async Task A_refusal_is_not_retried(int status, string code)
    {
        FaultOn("runs/set-tag", StubFault.Error(status, code, "no"));

        var refused = await FailsAsync(() => Client.Runs.SetTagAsync("a", "k", "v", Token));

        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
        Assert.Equal(1, Asked("runs/set-tag"));
    }

    [Fact]
    public async Task A_lasting_failure_is_reported_after_the_retries()
    {
        FaultOn("runs/set-tag", StubFault.Html(503));

        await FailsAsync(() => Client.Runs.SetTagAsync("a", "k", "v", Token));

        Assert.Equal(5, Asked("runs/set-tag"));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_run_is_never_created_twice(string what, StubFault fault)
    {
        FaultOn("runs/create", fault, null);
        var failure = await Record.ExceptionAsync(() => NewRunAsync());

        // 429 means that nothing was done.
        Assert.True(Asked("runs/create") == (what == "429" ? 2 : 1), what);
        Assert.Equal(what is "429" or "lost" or "truncated" ? 1 : 0, Stub.State.Runs.Count);
        if (what is "lost" or "closed" or "truncated")
            Assert.Contains("may have processed it", failure!.Message);
    }

    [Fact]
    public async Task The_client_waits_for_Retry_After()
    {
        FaultOn("registered-models/get", StubFault.Text(429, "slow down", TimeSpan.FromSeconds(1)), null);
        var watch = Stopwatch.StartNew();

        Assert.Null(await Client.Models.FindAsync("m", Token));

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(.95), TimeSpan.FromSeconds(20));
        Assert.Equal(2, Asked("registered-models/get"));
    }

    [Fact]
    public async Task A_Retry_After_above_the_limit_is_reported_at_once()
    {
        FaultOn("registered-models/get", StubFault.Text(503, "upgrading", TimeSpan.FromMinutes(10)));

        await FailsAsync(() => Client.Models.FindAsync("m", Token));

        Assert.Equal(1, Asked("registered-models/get"));
    }

    [Fact]
    public async Task An_experiment_and_a_model_created_by_another_client_meanwhile_are_used()
    {
        // The response to the first request is lost, as if another client had created it first.
        await Client.Experiments.CreateAsync("shared", cancellationToken: Token);
        await Client.Models.CreateAsync("shared", cancellationToken: Token);
        var absent = StubFault.Error(404, "RESOURCE_DOES_NOT_EXIST", "none yet");

        FaultOn("experiments/get-by-name", absent, null);
        Assert.Equal("1", (await Client.Experiments.EnsureAsync("shared", Token)).ExperimentId);
        FaultOn("registered-models/get", absent, null);
        Assert.Equal("shared", (await Client.Models.EnsureAsync("shared", Token)).Name);
    }
}
