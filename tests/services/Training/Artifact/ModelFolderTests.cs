using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;
using Volcast.ApiContract.Models;
using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Training.Artifact;

namespace Volcast.Services.Training.Tests.Artifact;

[Trait(Category.Name, Category.Integration)]
[Collection(nameof(TrainedModel))]
public sealed class ModelFolderTests(TrainedModel trained)
{
    private string Text(string path) => Encoding.UTF8.GetString(trained.Folder[path].Span);

    [Fact]
    public void The_folder_has_the_files_that_the_docs_page_lists()
    {
        string[] files =
        [
            "MLmodel", "MODEL_CARD.md", "SHA256SUMS", "code/volcast_model.py", "conda.yaml", "evidence.json",
            "input_example.json", "inputs.json", "interval.json",
            "model.json", "python_env.yaml", "recipe.json", "requirements.txt",
            "serving_input_example.json",
        ];
        Assert.Equal(files, trained.Folder.Paths);
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "model-artifact.md"));
        Assert.All(files, file => Assert.Contains($"| `{file}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_term_of_every_member_names_its_transform_and_input()
    {
        using var artifact = trained.Load();
        Assert.All(artifact.Spec.Members!.SelectMany(member => member.Terms), term =>
        {
            Assert.Contains(term.Column, artifact.Spec.Inputs);
            Assert.Contains($"\"{term.Transform}\": lambda", Text("code/volcast_model.py"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_example_is_the_newest_training_row()
    {
        using var artifact = trained.Load();
        var example = JsonDocument.Parse(Text(InputExample.FileName)).RootElement;
        Assert.Equal(artifact.Spec.Inputs, example.GetProperty("columns").EnumerateArray().Select(name => name.GetString()!));
        var row = trained.Data.FirstRowFrom(artifact.Spec.TrainingTo);
        Assert.Equal(
            artifact.Spec.Inputs.Select(name => trained.Data.Column(name)[row]),
            Assert.Single(example.GetProperty("data").EnumerateArray()).EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void The_evidence_is_that_of_the_training()
    {
        var report = trained.Report;
        var evidence = ValidationRecord.Parse(trained.Folder[ValidationRecord.FileName].Span);

        Assert.Equal(("volcast", "SPY", 5, "SIMULATED", "har"),
            (evidence.Model, evidence.Symbol, evidence.Horizon, evidence.DataKind, evidence.Benchmark));
        Assert.Equal((report.FirstOrigin, report.LastOrigin), (evidence.FirstOrigin, evidence.LastOrigin));
        Assert.Equal(report.Scores.Select(score => (score.Model, score.N, (double?)score.Qlike)),
            evidence.Models.Select(row => (row.Model, row.N, row.Qlike)));
        var (own, har) = (evidence.Models[0], evidence.Models.Single(row => row.Model == "har"));
        Assert.Equal(own.Qlike!.Value / har.Qlike!.Value, own.Ratio!.Value, 1e-12);
        Assert.True(own.RatioLower < own.Ratio && own.Ratio < own.RatioUpper);
        Assert.Null(har.DieboldMariano);
        Assert.Equal(1, har.Ratio);
        Assert.Equal(
            2 * StudentT.CDF(0, 1, own.N - 1, -Math.Abs(own.DieboldMariano!.Value)), own.DieboldMarianoP!.Value, 1e-12);
        Assert.True(own.Coverage80 <= own.Coverage95);
    }

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    [Fact]
    public void The_evidence_has_exactly_the_members_of_the_document_that_the_api_describes()
    {
        var evidence = ValidationRecord.Parse(trained.Folder[ValidationRecord.FileName].Span);
        var document = JsonSerializer.Deserialize<EvidenceDocument>(trained.Folder[ValidationRecord.FileName].Span, Strict)!;
        Assert.Equal((evidence.DataKind, evidence.FirstOrigin, evidence.Confidence),
            (document.DataKind, document.FirstOrigin, document.Confidence));
        Assert.Equal(evidence.Models.Select(row => (row.Model, row.R2Volatility, row.Coverage95)),
            document.Models.Select(row => (row.Model, row.R2Volatility, row.Coverage95)));
    }

    [Fact]
    public void With_too_few_origins_for_a_test_the_figures_that_do_not_exist_are_null()
    {
        var row = ValidationRecord.Of(
            new Score("volcast", 3, .4, double.NaN, .5, new Reason("The forecast is constant."), double.NaN), null);
        Assert.Equal((3, .4, null, null, null), (row.N, row.Qlike, row.Ratio, row.DieboldMarianoP, row.Coverage80));
    }

    [Fact]
    public void Damaged_evidence_is_named() => Assert.Contains("evidence.json is damaged",
        Assert.Throws<InvalidDataException>(() => ValidationRecord.Parse("{}"u8)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_card_starts_with_SIMULATED_and_shows_the_figures_of_its_training()
    {
        var card = Text(ModelCard.FileName);
        var evidence = ValidationRecord.Parse(trained.Folder[ValidationRecord.FileName].Span);
        using var artifact = trained.Load();
        Assert.StartsWith("# volcast-SPY-5d\n\n> **SIMULATED MARKET.**", card, StringComparison.Ordinal);
        foreach (var row in evidence.Models)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `{row.Model}` | {row.N:N0} | {row.Qlike:.0000} |"),
                card, StringComparison.Ordinal);
        Assert.Contains($"{artifact.Spec.TrainingFrom:yyyy-MM-dd} to {artifact.Spec.TrainingTo:yyyy-MM-dd}", card,
            StringComparison.Ordinal);
        foreach (var heading in new[] { "Purpose", "Data", "Recipe", "Evidence", "Limits", "When not to use it", "Loading it" })
            Assert.Contains($"\n## {heading}\n", card, StringComparison.Ordinal);
        Assert.All(artifact.Spec.Inputs, input => Assert.Contains($"| `{input}` |", card, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_culture_gives_the_same_folder_and_the_same_run()
    {
        using var store = new TemporaryFolder();
        var expected = await RunAsync(resumes: true);
        Assert.Equal(expected, await OtherCulture.RunAsync(() => RunAsync(resumes: false)));

        async Task<IReadOnlyList<string>> RunAsync(bool resumes)
        {
            Assert.Equal(1, (await trained.TrainAsync(store["mlruns"], new SettableClock(), resumes)).Version);
            var files = FolderBytes.Of(store["mlruns"]);
            Directory.Delete(store["mlruns"], recursive: true);
            return files;
        }
    }

    [Fact]
    public async Task Repeating_the_training_a_day_later_restores_a_damaged_folder_byte_for_byte()
    {
        using var store = new TemporaryFolder();
        var mlruns = trained.CopyOfRegistry(store["mlruns"]);
        File.Delete(Directory.GetFiles(mlruns, "recipe.json", SearchOption.AllDirectories).Single());
        var registry = new LocalModelRegistry(mlruns);
        var version = await registry.GetVersionAsync(TrainedModel.Name, 1);
        await Assert.ThrowsAsync<RegistryException>(() => registry.ReadModelAsync(version));

        var clock = new SettableClock();
        clock.Now = clock.Now.AddDays(1);
        Assert.Equal(1, (await trained.TrainAsync(mlruns, clock, resumes: true)).Version);
        Assert.True(trained.Folder.ContentEquals(await registry.ReadModelAsync(version)));
    }
}
