using System.Globalization;
using System.Text;
using System.Text.Json;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Services.Training.Artifact;
using Volcast.Volatility;

namespace Volcast.Services.Training.Tests.Artifact;

/// <summary>The model folder of every model in the catalog, read by C# and by Python. One format of <c>recipe.json</c> fits them
/// all.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(TrainedModel))]
public sealed class EveryModelTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Every model over a week, and the shipped recipe over a month, where it has other members and no trees.</summary>
    public static TheoryData<string, int> Models
    {
        get
        {
            var models = new TheoryData<string, int>();
            foreach (var name in ForecasterCatalog.Names)
                models.Add(name, 5);
            models.Add(ForecasterCatalog.Shipped, 22);
            return models;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void A_loaded_folder_makes_the_same_forecast_and_gives_the_same_reasons_bit_for_bit(string name, int horizon)
    {
        var (own, files) = trained.Made($"{name}-{horizon}d", _ => Train(name, horizon));
        Assert.Equal(FittedModelSpec.CurrentFormat, JsonDocument.Parse(files["recipe.json"]).RootElement.GetProperty("format").GetInt32());
        using var loaded = ForecasterArtifact.Load(files.Paths.ToDictionary(path => path, path => files[path].ToArray()));
        foreach (var row in new[] { 900, 1100, trained.Data.Rows - 1 })
        {
            var known = trained.Data.KnownAt(row);
            Assert.Equal(own.Forecast(known), loaded.Forecaster.Forecast(known));
            Assert.Equal(own.Explain(known).Contributions, loaded.Forecaster.Explain(known).Contributions);
        }

        var model = MlModel.Parse(files[MlModel.FileName], MlModel.FileName);
        string[] inputs = [.. own.Spec.Inputs, .. own.ForecastsFromInputs ? Array.Empty<string>() : ["log_return"]];
        Assert.Equal(inputs, model.Inputs);
        Assert.Equal(name == "volcast" && horizon == 5, model.Flavors.ContainsKey("xgboost_residual"));
        var example = JsonDocument.Parse(files["input_example.json"]).RootElement;
        Assert.Equal(inputs, example.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!));
        Assert.Equal(own.ForecastsFromInputs ? 1 : 22, example.GetProperty("data").GetArrayLength());
        Assert.Equal(own.Spec.Rounds is not null,
            Encoding.UTF8.GetString(files["requirements.txt"].Span).Contains("xgboost", StringComparison.Ordinal));
        var card = Encoding.UTF8.GetString(files["MODEL_CARD.md"].Span);
        Assert.Contains($"`{name}`", card, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", card, StringComparison.Ordinal);
        Assert.Equal(!own.ForecastsFromInputs,
            card.Contains("consecutive sessions in\nascending order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Python_makes_the_same_forecast_as_CSharp_with_every_model_on_every_row()
    {
        Python.Require();
        var models = new Dictionary<string, IFittedForecaster>();
        foreach (var (model, horizon) in Models.Select(row => row.Data))
        {
            var name = $"{model}-{horizon}d";
            var (fitted, files) = trained.Made(name, _ => Train(model, horizon));
            models[name] = fitted;
            foreach (var path in files.Paths)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder[$"{name}/{path}"])!);
                File.WriteAllBytes(folder[$"{name}/{path}"], files[path].ToArray());
            }
        }
        File.WriteAllText(folder["table.json"], Table());
        var lines = (await Python.PrintsAsync(
                "every_model.py", [folder["table.json"], .. models.Keys.Select(name => folder[name])]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(models.Count, lines.Length);
        foreach (var ((name, model), line) in models.Zip(lines))
        {
            var predicted = Array.ConvertAll(JsonSerializer.Deserialize<string[]>(line)!,
                text => double.Parse(text, CultureInfo.InvariantCulture));
            Assert.Equal(trained.Data.Rows, predicted.Length);
            var greatest = 0.0;
            for (var row = 0; row < predicted.Length; row++)
            {
                var own = model.Forecast(trained.Data.KnownAt(row));
                Assert.True(double.IsNaN(own) == double.IsNaN(predicted[row]), $"{name}, row {row}: {own} and {predicted[row]}");
                greatest = double.IsNaN(own) ? greatest : Math.Max(greatest, Math.Abs(predicted[row] / own - 1));
            }
            TestContext.Current.TestOutputHelper!.WriteLine($"{name}: greatest relative difference {greatest:G3}");
            // Another release of XGBoost may sum the trees in another order, in single precision.
            Assert.True(greatest <= (model.Spec.Rounds is null ? 1e-12 : 1e-6), $"{name} differs by {greatest:G3}.");
        }
    }

    /// <summary>Fits a model and makes its folder, with a walk-forward of the newest weeks.</summary>
    private (IFittedForecaster Fitted, ArtifactFolder Files) Train(string name, int horizon)
    {
        var request = new TrainingRequest(Volcast.Services.Tests.SimulatedLake.Roles, horizon) { Model = name };
        var data = trained.History;
        var model = TrainingWalkForward.Forecaster(data, request, name);
        var labels = RealizedVariance.Labels(data.Rows.TargetReturns, horizon);
        var fitted = model.Fit(data.Rows, labels.AsSpan(0, labels.Length - horizon), horizon);
        string[] names = [.. new[] { name, ForecasterCatalog.Benchmark }.Distinct()];
        var walkForward = WalkForward.Run(data.Rows, [.. names.Select(one => TrainingWalkForward.Forecaster(data, request, one))],
            new WalkForwardOptions { Horizon = horizon, From = data.Rows.Sessions[^60], BurnIn = 0 });
        var files = ModelFolder.Of(new FinishedTraining(
            request, data, new string('a', 64), TrainedModel.Name, new RecipeChoice(name), DataKind.Simulated, default, default,
            default, fitted, Evidence()), new string('b', 32));
        return (fitted, files.Sealed());

        TrainingEvidence Evidence()
        {
            var scores = Scores.Compare(walkForward);
            return TrainingEvidence.Of(
                ValidationRecord.Of(fitted.Spec, request, DataKind.Simulated, walkForward, scores), name, walkForward, scores);
        }
    }

    /// <summary>Every column and the log returns of every row, as pandas writes a table with <c>orient="split"</c>.</summary>
    private string Table()
    {
        var data = trained.Data;
        string[] names = [.. data.ColumnNames, ForecastingData.LogReturnName];
        return JsonSerializer.Serialize(new
        {
            columns = names,
            data = Enumerable.Range(0, data.Rows).Select(row => names.Select(name =>
                (name == ForecastingData.LogReturnName ? data.LogReturns : data.Column(name))[row] is var value
                    && double.IsFinite(value) ? value : (double?)null)),
        });
    }
}
