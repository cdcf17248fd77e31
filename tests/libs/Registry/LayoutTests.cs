using System.Text;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

/// <summary>The files in the layout of MLflow's file store, written by hand.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_registration_has_the_layout_that_MLflow_expects()
    {
        var root = folder["ml runs"];
        var registration = Of("first", RegistryTags.Challenger) with { TrainingDigest = "00112233445566778899aabbccddeeff" };
        registration = registration with { Run = registration.Run with { Id = "00112233445566778899aabbccddeeff" } };

        await new LocalModelRegistry(root).RegisterAsync(registration, TestContext.Current.CancellationToken);

        var uri = $"file://{folder.Path}/ml%20runs";
        const string run = "892891796964655143/00112233445566778899aabbccddeeff";
        var expected = new Dictionary<string, string>
        {
            [".volcast.experiments"] = "0\tDefault\n",
            [".volcast.lock"] = "",
            ["0/meta.yaml"] = $"""
                artifact_location: '{uri}/0'
                creation_time: 1640984400000
                experiment_id: '0'
                last_update_time: 1640984400000
                lifecycle_stage: active
                name: Default

                """,
            ["892891796964655143/meta.yaml"] = $"""
                artifact_location: '{uri}/892891796964655143'
                creation_time: 1640984400000
                experiment_id: '892891796964655143'
                last_update_time: 1640984400000
                lifecycle_stage: active
                name: volcast

                """,
            [$"{run}/meta.yaml"] = $"""
                artifact_uri: '{uri}/{run}/artifacts'
                end_time: 1640984405000
                entry_point_name: ''
                experiment_id: '892891796964655143'
                lifecycle_stage: active
                run_id: '00112233445566778899aabbccddeeff'
                run_name: first
                run_uuid: '00112233445566778899aabbccddeeff'
                source_name: ''
                source_type: 4
                source_version: ''
                start_time: 1640984400000
                status: 3
                user_id: volcast

                """,
            [$"{run}/params/max_depth"] = "3",
            [$"{run}/metrics/qlike"] = "1640984400000 0.5 0\n1640984401000 0.25 1\n",
            [$"{run}/tags/mlflow.runName"] = "first",
            [$"{run}/tags/mlflow.source.name"] = "volcast",
            [$"{run}/tags/mlflow.source.type"] = "JOB",
            [$"{run}/tags/mlflow.user"] = "volcast",
            [$"{run}/tags/volcast.recipe"] = "first",
            [$"{run}/tags/volcast.training_digest"] = "00112233445566778899aabbccddeeff",
            [$"{run}/artifacts/evidence/walk-forward.csv"] = "model,first\n",
            [$"{run}/artifacts/model/MLmodel"] = "loader",
            [$"{run}/artifacts/model/model.json"] = "{}",
            // printf loader | sha256sum; printf '{}' | sha256sum
            [$"{run}/artifacts/model/SHA256SUMS"] = """
                d47712cceb4c780603026e6325221c1bcff90679ebc076baa51c71ebe796717c  MLmodel
                44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  model.json

                """,
            ["models/volcast-SPY-5d/meta.yaml"] = """
                creation_timestamp: 1640984405000
                description: ''
                last_updated_timestamp: 1640984405000
                name: volcast-SPY-5d

                """,
            ["models/volcast-SPY-5d/aliases/challenger"] = "1",
            ["models/volcast-SPY-5d/version-1/meta.yaml"] = $"""
                creation_timestamp: 1640984405000
                current_stage: 'None'
                description: ''
                last_updated_timestamp: 1640984405000
                name: volcast-SPY-5d
                run_id: '00112233445566778899aabbccddeeff'
                run_link: ''
                source: '{uri}/{run}/artifacts/model'
                status: READY
                storage_location: '{uri}/{run}/artifacts/model'
                user_id: volcast
                version: 1

                """,
            ["models/volcast-SPY-5d/version-1/tags/volcast.recipe"] = "first",
            ["models/volcast-SPY-5d/version-1/tags/volcast.training_digest"] = "00112233445566778899aabbccddeeff",
            // sha256sum SHA256SUMS
            ["models/volcast-SPY-5d/version-1/tags/volcast.artifact_digest"] =
                "8c55dd003cb5ed4da170047ae715100ac56c03e81bb20638ad07e5ddc7463203",
        };
        var actual = Store.Snapshot(root);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys);
        foreach (var (path, content) in expected)
            Assert.Equal($"{path}\n{content}", $"{path}\n{Encoding.UTF8.GetString(Convert.FromHexString(actual[path]))}");
        Assert.True(Directory.Exists(Path.Combine(root, ".trash")));
    }

    [Fact]
    public async Task The_same_registrations_give_the_same_bytes()
    {
        var first = await Fill();
        Directory.Delete(folder["mlruns"], recursive: true);

        Assert.Equal(first, await Fill());

        async Task<SortedDictionary<string, string>> Fill()
        {
            var registry = new LocalModelRegistry(folder["mlruns"]);
            await registry.RegisterAsync(Of("first", "challenger"), TestContext.Current.CancellationToken);
            await registry.RegisterAsync(Of("second", "challenger"), TestContext.Current.CancellationToken);
            return Store.Snapshot(folder["mlruns"]);
        }
    }
}
