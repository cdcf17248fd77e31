using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

[Trait(Category.Name, Category.Integration)]
public sealed class ArtifactTests() : StubTest(new StubOptions { LargestPage = 2 })
{
    private static readonly ArtifactFolder Files = ArtifactFolder.Empty
        .With("a.txt", "a").With("empty", "").With("b#?+.json", "{}")
        .With("deep/er/ünï & co.txt", "u").With("deep/50 %.csv", "x,y\n");

    [Fact]
    public async Task An_upload_reads_back()
    {
        var run = (await NewRunAsync()).Info;
        await Client.Artifacts.UploadAsync(run, Files, Token);

        Assert.True(Files.ContentEquals(await Client.Artifacts.DownloadFolderAsync(run, cancellationToken: Token)));
        Assert.True(Files.Folder("deep").ContentEquals(await Client.Artifacts.DownloadFolderAsync(run, "deep", Token)));
        Assert.Equal("u"u8.ToArray(), (await Client.Artifacts.DownloadAsync(run, "deep/er/ünï & co.txt", Token)).ToArray());
        Assert.Equal(Files.Paths.Order(), (await Client.Artifacts.ListFilesAsync(run.RunId, cancellationToken: Token))
            .Select(file => file.Path).Order());
        Assert.Equal([new("deep/50 %.csv", false, 4), new("deep/er", true, 0)], await DeepAsync(run));
        Assert.Contains(Stub.State.Artifacts.Keys, path => path.EndsWith("/deep/50 %.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_uploaded_file_is_deleted_again()
    {
        var run = (await NewRunAsync()).Info;
        await Client.Artifacts.UploadAsync(run, Files, Token);

        await Client.Artifacts.DeleteAsync(run, "a.txt", Token);

        Assert.DoesNotContain("a.txt", (await Client.Artifacts.DownloadFolderAsync(run, cancellationToken: Token)).Paths);
        var absent = await FailsAsync(() => Client.Artifacts.DownloadAsync(run, "a.txt", Token));
        Assert.Equal(RegistryProblem.NotFound, absent.Problem);
        Assert.Contains("has no artifact a.txt", absent.Message);
    }

    [Fact]
    public async Task An_incomplete_upload_is_detected_although_the_server_answers_200()
    {
        var run = (await NewRunAsync()).Info;
        Stub.Fault = request => request.Method == "PUT" && request.Path.EndsWith("50%20%2525.csv", StringComparison.Ordinal)
            ? StubFault.HalveUpload
            : null;

        var half = await FailsAsync(() => Client.Artifacts.UploadAsync(run, Files, Token));

        Assert.Equal(RegistryProblem.Tampered, half.Problem);
        Assert.Contains("Artifact deep/50 %.csv", half.Message);
        Assert.Contains("4 bytes were sent, 2 are there", half.Message);
    }

    [Fact]
    public async Task A_lost_upload_is_detected()
    {
        var run = (await NewRunAsync()).Info;
        Stub.Fault = request => request.Method == "PUT" ? StubFault.Json("{}") : null;

        var lost = await FailsAsync(() => Client.Artifacts.UploadAsync(run, Files, Token));

        Assert.Contains("nothing is there", lost.Message);
    }

    [Fact]
    public async Task A_download_shorter_than_listed_is_refused()
    {
        var run = (await NewRunAsync()).Info;
        await Client.Artifacts.UploadAsync(run, Files, Token);
        Stub.Fault = request => request.Path.EndsWith("/50%20%2525.csv", StringComparison.Ordinal) ? StubFault.CutJson : null;

        var cut = await FailsAsync(() => Client.Artifacts.DownloadFolderAsync(run, cancellationToken: Token));

        Assert.Equal(RegistryProblem.Tampered, cut.Problem);
        Assert.Contains("came as 2 bytes", cut.Message);
        Assert.Contains("lists 4", cut.Message);
    }

    [Fact]
    public async Task A_name_that_the_server_would_decode_is_refused()
    {
        var run = (await NewRunAsync()).Info;

        var refused = await Assert.ThrowsAsync<RegistryException>(
            () => Client.Artifacts.UploadAsync(run, ArtifactFolder.Empty.With("x%41.txt", "x"), Token));

        Assert.Equal(RegistryProblem.Invalid, refused.Problem);
        Assert.Empty(Stub.State.Artifacts);
    }

    [Fact]
    public async Task Too_many_or_too_large_artifacts_are_refused()
    {
        var run = (await NewRunAsync()).Info;
        await Client.Artifacts.UploadAsync(run, Files.With("large.bin", new byte[2000]), Token);
        using var few = new MlflowClient(Stub.Options() with { MostArtifacts = 3 });
        using var small = new MlflowClient(Stub.Options() with { LargestArtifact = 1024 });

        Assert.Contains("more than 3 artifacts", (await FailsAsync(
            () => few.Artifacts.DownloadFolderAsync(run, cancellationToken: Token))).Message);
        Assert.Contains("more than 3 artifacts", (await FailsAsync(
            () => few.Artifacts.ListFilesAsync(run.RunId, cancellationToken: Token))).Message);
        Assert.Contains("more than 1,024 bytes", (await FailsAsync(
            () => small.Artifacts.DownloadAsync(run, "large.bin", Token))).Message);
        Assert.Contains("2,000 bytes; 1,024 are allowed", (await Assert.ThrowsAsync<RegistryException>(
            () => small.Artifacts.UploadAsync(run, ArtifactFolder.Empty.With("large.bin", new byte[2000]), Token))).Message);
    }

    [Theory]
    [InlineData("s3://bucket/1/r/artifacts")]
    [InlineData("file:///srv/mlruns/1/r/artifacts")]
    [InlineData("mlflow-artifacts://elsewhere:5000/1/r/artifacts")]
    [InlineData("mlflow-artifacts:/1/%2e%2e/%2e%2e/other")]
    public async Task The_error_for_artifacts_not_behind_the_proxy_says_what_to_do(string uri)
    {
        var run = (await NewRunAsync()).Info with { ArtifactUri = uri };

        var refused = await FailsAsync(() => Client.Artifacts.UploadAsync(run, Files, Token));

        Assert.Equal(RegistryProblem.Refused, refused.Problem);
        Assert.Contains("--serve-artifacts", refused.Message);
    }

    [Fact]
    public async Task Artifacts_under_the_servers_own_name_are_behind_the_proxy()
    {
        var run = (await NewRunAsync()).Info;
        await Client.Artifacts.UploadAsync(run, Files, Token);
        var named = run with
        {
            ArtifactUri = run.ArtifactUri.Replace(":/", $"://{Stub.Address.Authority}/", StringComparison.Ordinal),
        };

        Assert.True(Files.ContentEquals(await Client.Artifacts.DownloadFolderAsync(named, cancellationToken: Token)));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_outside_its_folder_is_refused(string path)
    {
        var run = (await NewRunAsync()).Info;
        Stub.Fault = request => request.Query.ContainsKey("path")
            ? StubFault.Json($$"""{"files":[{"path":"{{path}}","is_dir":false,"file_size":1}]}""")
            : null;

        var refused = await FailsAsync(() => Client.Artifacts.DownloadFolderAsync(run, cancellationToken: Token));

        Assert.Contains("which is not a file's name", refused.Message);
    }

    private async Task<List<MlflowFile>> DeepAsync(MlflowRunInfo run)
    {
        var files = new List<MlflowFile>();
        await foreach (var file in Client.Artifacts.ListAsync(run.RunId, "deep").WithCancellation(Token))
            files.Add(file);
        return files;
    }
}
