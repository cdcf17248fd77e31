using System.Text;
using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>The client's calls, one test for each subject, against a server with small pages and a base
/// path.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ClientTests() : StubTest(new StubOptions { LargestPage = 2, BasePath = "/team/mlflow" })
{
    [Fact]
    public async Task An_experiment_is_created_found_tagged_deleted_and_restored()
    {
        var id = await Client.Experiments.CreateAsync("vol", [new("project", "v")], Token);
        await Client.Experiments.SetTagAsync(id, "team", "quant", Token);
        Assert.Null(await Client.Experiments.FindAsync("absent", Token));

        await Client.Experiments.DeleteAsync(id, Token);
        var refused = await FailsAsync(() => Client.Experiments.EnsureAsync("vol", Token));
        Assert.Contains("has been deleted", refused.Message);
        var taken = await FailsAsync(() => Client.Experiments.CreateAsync("vol", cancellationToken: Token));
        Assert.Equal(RegistryProblem.AlreadyExists, taken.Problem);

        await Client.Experiments.RestoreAsync(id, Token);
        var read = await Client.Experiments.EnsureAsync("vol", Token);
        Assert.Equal([new("project", "v"), new("team", "quant")], read.Tags);
        Assert.Equal(read.Name, (await Client.Experiments.GetAsync(id, Token)).Name);
    }

    [Fact]
    public async Task A_search_returns_all_pages()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Client.Experiments.CreateAsync($"vol-{i}", cancellationToken: Token);
            await Client.Models.CreateAsync($"model-{i}", cancellationToken: Token);
        }
        Assert.Equal(5, (await ListAsync(Client.Experiments.SearchAsync("name LIKE 'vol%'"))).Count);
        Assert.Equal(6, (await ListAsync(Client.Experiments.SearchAsync())).Count);
        Assert.Equal(["model-1", "model-2", "model-3", "model-4", "model-5"],
            (await ListAsync(Client.Models.SearchAsync())).Select(m => m.Name));
        Assert.Equal(3, Asked("registered-models/search"));
        Assert.Single(await ListAsync(Client.Models.SearchAsync("name='model-3'")));
    }

    [Fact]
    public async Task A_run_has_a_parent_tags_params_metrics_and_an_end()
    {
        var parent = await NewRunAsync(new MlflowTag("kind", "walk-forward"));
        var child = await Client.Runs.CreateAsync(new MlflowNewRun
        {
            ExperimentId = parent.Info.ExperimentId,
            StartTime = SampleRegistration.Start,
            ParentRunId = parent.Info.RunId,
        }, Token);
        await Client.Runs.LogParamAsync(child.Info.RunId, "depth", "2", Token);
        await Client.Runs.LogMetricAsync(child.Info.RunId, new("odd", double.NaN, 1640984400000, 1), Token);
        await Client.Runs.LogMetricAsync(child.Info.RunId, new("odd", double.NegativeInfinity, 1640984400000, 2), Token);
        await Client.Runs.LogMetricAsync(child.Info.RunId, new("odd", 0.1 + 0.2, 1640984400000, 3), Token);
        await Client.Runs.SetTagAsync(child.Info.RunId, "fold", "7", Token);
        await Client.Runs.DeleteTagAsync(child.Info.RunId, "fold", Token);
        await Client.Runs.UpdateAsync(child.Info.RunId, RunStatus.Killed, SampleRegistration.Start, "renamed", Token);

        var read = await Client.Runs.GetAsync(child.Info.RunId, Token);
        Assert.Equal((parent.Info.RunId, null), (read.Tag(MlflowRuns.ParentRunTag), read.Tag("fold")));
        Assert.Equal(("KILLED", "renamed", 1640984400000), (read.Info.Status, read.Info.RunName, read.Info.EndTime));
        Assert.Equal([new("depth", "2")], read.Data.Params);
        Assert.Equal([double.NaN, double.MinValue, 0.1 + 0.2],
            (await Client.Runs.GetMetricHistoryAsync(child.Info.RunId, "odd", Token)).Select(point => point.Value));
        var changed = await FailsAsync(() => Client.Runs.LogParamAsync(child.Info.RunId, "depth", "3", Token));
        Assert.Contains("Changing param values is not allowed", changed.Message);
        Assert.Null(await Client.Runs.FindAsync(new string('f', 32), Token));
    }

    [Fact]
    public async Task Runs_are_searched_by_tag_and_metric_and_deleted_ones_are_left_out()
    {
        var runs = new List<MlflowRun>();
        for (var i = 0; i < 5; i++)
        {
            runs.Add(await NewRunAsync(new MlflowTag("a.b", i % 2 == 0 ? "even" : "odd")));
            await Client.Runs.LogMetricAsync(runs[i].Info.RunId, new("qlike", i, 1640984400000), Token);
        }
        await Client.Runs.DeleteAsync(runs[4].Info.RunId, Token);
        string[] experiments = [runs[0].Info.ExperimentId];

        Assert.Equal(2, (await ListAsync(Client.Runs.SearchAsync(experiments, "tags.`a.b` = 'even'"))).Count);
        Assert.Equal(2, (await ListAsync(Client.Runs.SearchAsync(experiments, "metrics.qlike < 2"))).Count);
        Assert.Equal(5, (await ListAsync(Client.Runs.SearchAsync(experiments, view: MlflowView.All))).Count);
        Assert.Equal("deleted", (await Client.Runs.GetAsync(runs[4].Info.RunId, Token)).Info.LifecycleStage);
    }

    [Fact]
    public async Task A_large_batch_is_split_into_requests_that_a_server_accepts()
    {
        var run = await NewRunAsync();
        MlflowMetric[] metrics = [.. Enumerable.Range(0, 2500).Select(i => new MlflowMetric("m", i, 1640984400000, i))];
        MlflowParam[] parameters = [.. Enumerable.Range(0, 250).Select(i => new MlflowParam($"p{i}", new string('π', 3000)))];
        MlflowTag[] tags = [.. Enumerable.Range(0, 201).Select(i => new MlflowTag($"t{i}", new string('t', 5000)))];

        await Client.Runs.LogBatchAsync(run.Info.RunId, metrics, parameters, tags, Token);

        var held = Stub.State.Runs.Single();
        Assert.Equal((2500, 250, 202), (held.Metrics.Count, held.Params.Items.Count, held.Tags.Items.Count)); // and its name
        Assert.All(Stub.Requests, request => Assert.InRange(request.Body.Length, 0, 1_000_000));
        Assert.Equal(3 + 3 + 3, Asked("runs/log-batch"));
    }

    [Fact]
    public async Task Values_that_a_server_would_cut_are_refused_before_they_are_sent()
    {
        var run = await NewRunAsync();
        Stub.ForgetRequests();
        foreach (var call in new Func<Task>[]
        {
            () => Client.Runs.LogParamAsync(run.Info.RunId, "p", new string('x', 6001), Token),
            () => Client.Runs.SetTagAsync(run.Info.RunId, "t", new string('x', 8001), Token),
            () => Client.Runs.LogBatchAsync(
                run.Info.RunId, parameters: [new("p", new string('x', 6001))], cancellationToken: Token),
            () => Client.Runs.LogBatchAsync(run.Info.RunId, tags: [new("t", new string('x', 8001))], cancellationToken: Token),
            () => Client.Models.SetAliasAsync("m", "latest", 1, Token),
            () => Client.Models.CreateAsync("a/b", cancellationToken: Token),
        })
            Assert.Equal(RegistryProblem.Invalid, (await Assert.ThrowsAsync<RegistryException>(call)).Problem);
        Assert.Empty(Stub.Requests);
    }

    [Fact]
    public async Task A_model_and_its_versions_are_created_described_tagged_and_deleted()
    {
        var run = await NewRunAsync();
        await Client.Models.CreateAsync("vol", "five days", [new("horizon", "5")], Token);
        await Client.Models.SetTagAsync("vol", "owner", "quant", Token);
        await Client.Models.DeleteTagAsync("vol", "horizon", Token);
        Assert.Equal("new", (await Client.Models.UpdateAsync("vol", "new", Token)).Description);
        Assert.Equal([new("owner", "quant")], (await Client.Models.FindAsync("vol", Token))!.Tags);

        var made = await Client.Versions.CreateAsync(
            "vol", $"{run.Info.ArtifactUri}/model", run.Info.RunId, [new("qlike", "0.39")], "first", Token);
        var copy = await Client.Versions.CreateAsync("vol", "models:/vol/1", null, cancellationToken: Token);
        Assert.Equal((1, 2), (made.Version, copy.Version));
        Assert.Equal(made.Source, await Client.Versions.GetDownloadUriAsync("vol", 2, Token));
        Assert.Equal("changed", (await Client.Versions.UpdateAsync("vol", 1, "changed", Token)).Description);
        var ofRun = await ListAsync(Client.Versions.SearchByFilterAsync($"run_id='{run.Info.RunId}'"));
        Assert.Equal([1], ofRun.Select(v => v.Version));
        await Client.Models.SetAliasAsync("vol", "champion", 2, Token);
        Assert.Equal(2, (await Client.Models.FindByAliasAsync("vol", "champion", Token))!.Version);

        await Client.Versions.DeleteAsync("vol", 2, Token);
        Assert.Null(await Client.Models.FindByAliasAsync("vol", "champion", Token));
        Assert.Equal([1], (await ListAsync(Client.Versions.SearchAsync("vol"))).Select(v => v.Version));
        await Client.Models.DeleteAsync("vol", Token);
        Assert.Null(await Client.Models.FindAsync("vol", Token));
        var none = await FailsAsync(() => Client.Models.FindByAliasAsync("vol", "champion", Token));
        Assert.Equal(RegistryProblem.NotFound, none.Problem);
    }

    [Theory]
    [InlineData("it's", "\"it's\"")]
    [InlineData("plain", "'plain'")]
    public void A_name_is_quoted_for_a_filter(string name, string quoted) => Assert.Equal(quoted, MlflowVersions.Quoted(name));

    [Fact]
    public void A_name_with_both_quotation_marks_cannot_be_searched_for() =>
        Assert.Throws<RegistryException>(() => MlflowVersions.Quoted("it's \"odd\""));

    [Fact]
    public async Task Bodies_carry_their_length_and_credentials_go_as_basic_authentication()
    {
        using var client = new MlflowClient(Stub.Options() with { Username = "ana", Password = "p:w" });
        await client.Models.CreateAsync("vol", cancellationToken: Token);

        var request = Assert.Single(Stub.Requests);
        Assert.False(request.IsChunked);
        Assert.StartsWith("application/json", request.ContentType);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("ana:p:w"))}", request.Authorization);
    }

    private async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.WithCancellation(Token))
            list.Add(item);
        return list;
    }
}
