using System.Net.Sockets;
using System.Text;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class TamperTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private LocalModelRegistry registry = null!;
    private ModelVersion version = null!;

    public async ValueTask InitializeAsync()
    {
        registry = new LocalModelRegistry(folder["mlruns"]);
        version = (await registry.RegisterAsync(Of("first", "champion"), token)).Version;
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Files_that_MLflow_and_Python_add_are_not_tampering()
    {
        var place = Path.GetDirectoryName(Store.Find(registry.Root, "model/model.json"))!;
        File.WriteAllText(Path.Combine(place, "registered_model_meta"), "model_name: volcast-SPY-5d\nmodel_version: '1'\n");
        Directory.CreateDirectory(Path.Combine(place, "code", "__pycache__"));
        File.WriteAllText(Path.Combine(place, "code", "__pycache__", "volcast_model.cpython-311.pyc"), "compiled");

        Assert.Equal(["MLmodel", "SHA256SUMS", "model.json"], (await registry.ReadModelAsync(version, token)).Paths);

        File.WriteAllText(Path.Combine(place, "code", "evil.py"), "import os");
        var refused = await Assert.ThrowsAsync<RegistryException>(() => registry.ReadModelAsync(version, token));
        Assert.Contains("code/evil.py", refused.Message);
    }

    [Fact]
    public async Task A_file_of_enormous_size_is_refused_before_it_is_read()
    {
        using (var file = File.OpenWrite(Store.Find(registry.Root, "model/model.json")))
            file.SetLength(1L << 30); // sparse

        var before = GC.GetTotalAllocatedBytes();
        var refused = await Assert.ThrowsAsync<RegistryException>(() => registry.ReadModelAsync(version, token));

        Assert.Equal(RegistryProblem.Corrupt, refused.Problem);
        Assert.Contains("model.json has 1,073,741,824 bytes", refused.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1 << 26);
    }

    [Theory]
    [InlineData("pipe", "a named pipe")]
    [InlineData("socket", "a socket")]
    [InlineData("link outside", "a symbolic link")]
    [InlineData("link inside", "a symbolic link")]
    [InlineData("link to a device", "a symbolic link")]
    [InlineData("link to a folder", "a symbolic link")]
    [InlineData("link to nothing", "a symbolic link")]
    public async Task Anything_but_a_regular_file_is_refused_and_training_again_restores_the_folder(string what, string why)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix");
        var place = Store.Find(registry.Root, "model/model.json");
        File.Delete(place);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (what)
        {
            case "pipe":
                Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", place)).Code);
                break;
            case "socket":
                // By a short name, because a socket's path has at most 108 bytes.
                File.CreateSymbolicLink(folder["s"], Path.GetDirectoryName(place)!);
                socket.Bind(new UnixDomainSocketEndPoint(folder["s/model.json"]));
                break;
            default:
                File.CreateSymbolicLink(place, what switch
                {
                    "link outside" => Path.Combine(folder.Path, "elsewhere.json"),
                    "link inside" => Path.Combine(Path.GetDirectoryName(place)!, "MLmodel"),
                    "link to a device" => "/dev/zero",
                    "link to a folder" => folder.Path,
                    _ => Path.Combine(folder.Path, "nothing"),
                });
                await File.WriteAllTextAsync(folder["elsewhere.json"], "{}", token);
                break;
        }

        var refused = await Task.Run(
                () => Assert.ThrowsAsync<RegistryException>(() => registry.ReadModelAsync(version, token)), token)
            .WaitAsync(TimeSpan.FromSeconds(30), token);

        Assert.Equal(RegistryProblem.Corrupt, refused.Problem);
        Assert.Contains($"{place} is {why} and was not opened", refused.Message);
        await registry.RegisterAsync(Of("first", "champion"), token);
        Assert.Equal("{}", Encoding.UTF8.GetString((await registry.ReadModelAsync(version, token))["model.json"].Span));
    }

    [Fact]
    public async Task A_description_that_is_a_pipe_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix");
        var meta = Store.Find(registry.Root, "version-1/meta.yaml");
        File.Delete(meta);
        Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", meta)).Code);
        var refused = await Task.Run(() => Assert.ThrowsAsync<RegistryException>(
            () => registry.FindVersionAsync(Model, 1, token)), token).WaitAsync(TimeSpan.FromSeconds(30), token);
        Assert.Contains($"{meta} cannot be read: it is a named pipe", refused.Message);
    }

    [Fact]
    public async Task A_lost_run_is_reported()
    {
        Directory.Delete(Path.GetDirectoryName(Store.Find(registry.Root, $"{version.RunId}/meta.yaml"))!, recursive: true);

        var model = await Assert.ThrowsAsync<RegistryException>(() => registry.ReadModelAsync(version, token));
        var artifacts = await Assert.ThrowsAsync<RegistryException>(() => registry.ReadArtifactsAsync(version.RunId, token));

        Assert.Contains($"Model volcast-SPY-5d/1: there is no run {version.RunId}", model.Message);
        Assert.Equal(RegistryProblem.NotFound, artifacts.Problem);
    }

    [Theory]
    [InlineData("version-1/meta.yaml", "", "it is empty")]
    [InlineData("version-1/meta.yaml", "- a\n- b\n", "it is not a mapping")]
    [InlineData("version-1/meta.yaml", "name: 'open\n", "is not YAML")]
    [InlineData("version-1/meta.yaml", "name: x\nrun_id: null\n", "it has no 'run_id'")]
    [InlineData("version-1/meta.yaml", "creation_timestamp: soon\nrun_id: x\nsource: y\n", "instead of a whole number")]
    [InlineData("version-1/meta.yaml", "creation_timestamp: 999999999999999999\nrun_id: x\nsource: y\n",
        "not a time in milliseconds")]
    public async Task The_error_for_a_corrupt_file_names_it_and_the_problem(string file, string content, string why)
    {
        File.WriteAllText(Store.Find(registry.Root, file), content);

        var corrupt = await Assert.ThrowsAsync<RegistryException>(() => registry.FindVersionAsync(Model, 1, token));

        Assert.Equal(RegistryProblem.Corrupt, corrupt.Problem);
        Assert.Contains(why, corrupt.Message);
        Assert.Contains(Path.Combine(registry.Root, "models", Model, "version-1", "meta.yaml"), corrupt.Message);
    }

    [Theory]
    [InlineData("soon 0.5 0")]
    [InlineData("1640984400000 half 0")]
    [InlineData("1640984400000 0.5 zero")]
    [InlineData("1640984400000 0.5 0 0")]
    [InlineData("999999999999999999 0.5 0")]
    public async Task The_error_for_a_corrupt_metric_shows_its_line(string line)
    {
        File.WriteAllText(Store.Find(registry.Root, "metrics/qlike"), "1640984400000 0.5 0\n" + line + "\n");

        var corrupt = await Assert.ThrowsAsync<RegistryException>(() => registry.FindRunAsync(version.RunId, token));

        Assert.Equal(RegistryProblem.Corrupt, corrupt.Problem);
        Assert.Contains($"'{line}' is not 'timestamp value step'", corrupt.Message);
    }

    [Fact]
    public async Task An_alias_file_without_a_number_is_corrupt()
    {
        File.WriteAllText(Store.Find(registry.Root, "aliases/champion"), "one");

        var corrupt = await Assert.ThrowsAsync<RegistryException>(() => registry.FindByAliasAsync(Model, "champion", token));

        Assert.Equal(RegistryProblem.Corrupt, corrupt.Problem);
        Assert.Contains("holds 'one' instead of a version number", corrupt.Message);
    }

    [Fact]
    public async Task A_version_without_meta_yaml_is_corrupt()
    {
        File.Delete(Store.Find(registry.Root, "version-1/meta.yaml"));

        var corrupt = await Assert.ThrowsAsync<RegistryException>(() => registry.ListVersionsAsync(Model, token));

        Assert.Contains("it is missing", corrupt.Message);
    }
}
