using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class CultureTests : IDisposable
{
    private static readonly double[] Values = [0.25, -1234.5, 1e-7, 1e17, double.NaN, double.NegativeInfinity];
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    private sealed record Registered(
        SortedDictionary<string, string> Files, IReadOnlyList<MetricPoint> Read, DateTimeOffset Created);

    private async Task<Registered> RegisterAsync()
    {
        var registry = new LocalModelRegistry(folder["mlruns"]);
        var sample = Of("first", "champion");
        var points = Values.Select((value, step) => new MetricPoint(value, Start.AddSeconds(step), step)).ToArray();
        var described = new MlModel
        {
            RunId = sample.Run.Id,
            CreatedAt = Start,
            Flavors = new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            Inputs = ["ret_1d"],
        };
        var (version, _) = await registry.RegisterAsync(sample with
        {
            Run = sample.Run with { Metrics = new Dictionary<string, IReadOnlyList<MetricPoint>> { ["qlike"] = points } },
            ModelFolder = sample.ModelFolder.With(MlModel.FileName, described.ToBytes()),
        }, token);
        var model = await registry.ReadModelAsync(version, token);
        var run = await registry.FindRunAsync(version.RunId, token);
        var files = Store.Snapshot(registry.Root);
        Directory.Delete(registry.Root, recursive: true);
        return new(files, run!.Metrics["qlike"], MlModel.Parse(model[MlModel.FileName], "MLmodel").CreatedAt);
    }

    [Fact]
    public async Task Another_culture_writes_the_same_files_and_reads_the_same_numbers()
    {
        var expected = await RegisterAsync();
        var other = await OtherCulture.RunAsync(RegisterAsync);
        Assert.Equal(expected.Files, other.Files);
        Assert.Equal(Values, other.Read.Select(point => point.Value));
        Assert.Equal(Start, other.Created);
    }

    [Theory]
    [InlineData("0,25")]
    [InlineData("1,234.5")]
    public async Task A_metric_with_a_comma_is_refused(string value)
    {
        var registry = new LocalModelRegistry(folder["mlruns"]);
        var (version, _) = await registry.RegisterAsync(Of(), token);
        File.WriteAllText(Store.Find(registry.Root, "metrics/qlike"), $"1640984400000 {value} 0\n");
        var corrupt = await Assert.ThrowsAsync<RegistryException>(() => registry.FindRunAsync(version.RunId, token));
        Assert.Contains("is not 'timestamp value step'", corrupt.Message);
    }
}
