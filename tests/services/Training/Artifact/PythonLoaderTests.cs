using System.Globalization;
using System.Text.Json;

namespace Volcast.Services.Training.Tests.Artifact;

/// <summary>The registered folder opened by Python, as MLflow does it.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(TrainedModel))]
public sealed class PythonLoaderTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("frame")]
    [InlineData("shuffled")]
    [InlineData("dict")]
    [InlineData("array")]
    [InlineData("nullable")]
    [InlineData("objects")]
    [InlineData("masked")]
    [InlineData("masked columns")]
    [InlineData("masked numbers")]
    [InlineData("nested lists")]
    public async Task Python_and_Volcast_make_the_same_forecast_on_every_row(string form)
    {
        Python.Require();
        var lines = (await trained.PredictedAsync(form)).Variance!;
        var predicted = Array.ConvertAll(lines, line => double.Parse(line, CultureInfo.InvariantCulture));
        using var artifact = trained.Load();
        Assert.Equal(trained.Data.Rows, predicted.Length);
        var (compared, greatest) = (0, 0.0);
        for (var row = 0; row < predicted.Length; row++)
        {
            var own = artifact.Forecaster.Forecast(trained.Data.KnownAt(row));
            Assert.Equal(double.IsNaN(own), double.IsNaN(predicted[row]));
            if (double.IsNaN(own))
                continue;
            compared++;
            greatest = Math.Max(greatest, Math.Abs(predicted[row] / own - 1));
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{form}: {compared} rows, greatest relative difference {greatest:G3}");
        Assert.InRange(compared, 500, predicted.Length - 200); // the others are warm-up
        Assert.InRange(greatest, 0, 1e-6);
    }

    [Theory]
    [InlineData("missing", "The input lacks ret_20d; the model reads ret_1d, ret_5d, ")]
    [InlineData("flat", "An array needs rows of ")]
    [InlineData("repeated", "The input has a column twice: ret_1d. Give each column once.")]
    [InlineData("other repeated", "The input has a column twice: other.")]
    public async Task An_input_of_another_shape_is_refused_with_the_expected_one(string form, string why)
    {
        Python.Require();
        Assert.StartsWith(why, (await trained.PredictedAsync(form)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_of_whole_numbers_are_accepted()
    {
        Python.Require();
        var whole = (await trained.PredictedAsync("integers")).Variance!;
        Assert.Equal((await trained.PredictedAsync("rounded")).Variance, whole);
        Assert.Contains(whole, variance => variance != "nan");
    }

    [Fact]
    public async Task No_rows_give_no_forecasts()
    {
        Python.Require();
        Assert.Empty((await trained.PredictedAsync("empty")).Variance!);
    }

    [Theory]
    [InlineData("recipe.json")]
    [InlineData("model.json")]
    public async Task Python_refuses_a_changed_file(string path)
    {
        Python.Require();
        var model = trained.WriteTo(folder["model"]);
        File.AppendAllText(Path.Combine(model, path), " ");
        File.WriteAllText(folder["table.json"], """{"columns":[],"data":[]}""");
        var error = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => Python.PrintsAsync("pyfunc.py", model, folder["table.json"]));
        Assert.Contains($"ValueError: {path} is not the file that was registered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_refuses_a_pipe()
    {
        Python.Require();
        var model = trained.WriteTo(folder["model"]);
        File.Delete(Path.Combine(model, "model.json"));
        Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", Path.Combine(model, "model.json"))).Code);
        File.WriteAllText(folder["table.json"], """{"columns":[],"data":[]}""");
        var error = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => Python.PrintsAsync("pyfunc.py", model, folder["table.json"])
                .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Contains("ValueError: model.json is not a regular file.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PyYAML_reads_the_types_that_MLflow_expects()
    {
        Python.Require();
        var files = JsonDocument.Parse(await Python.PrintsAsync("mlmodel.py", trained.WriteTo(folder["model"]))).RootElement;
        var model = files.GetProperty("MLmodel");
        var python = model.GetProperty("flavors").GetProperty("python_function");
        Assert.Equal("volcast_model", python.GetProperty("loader_module").GetString());
        Assert.Equal("code", python.GetProperty("code").GetString());
        Assert.Equal("3.11.2", python.GetProperty("python_version").GetString());
        Assert.Equal("conda.yaml", python.GetProperty("env").GetProperty("conda").GetString());
        Assert.Equal("model", model.GetProperty("artifact_path").GetString());
        Assert.Matches("^[0-9a-f]{32}$", model.GetProperty("run_id").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$", model.GetProperty("utc_time_created").GetString());
        Assert.False(model.GetProperty("flavors").TryGetProperty("xgboost", out _));
        var residual = model.GetProperty("flavors").GetProperty("xgboost_residual");
        Assert.Contains("Not a forecast", residual.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(["input_example.json", "split", "dataframe"], new[] { "artifact_path", "pandas_orient", "type" }.Select(
            key => model.GetProperty("saved_input_example_info").GetProperty(key).GetString()));
        var output = model.GetProperty("metadata").GetProperty("output").GetString();
        Assert.Contains("annualised variance", output, StringComparison.Ordinal);

        using var artifact = trained.Load();
        var signature = model.GetProperty("signature");
        // With typed inputs MLflow refuses a column of whole numbers before the loader sees it.
        Assert.Equal(JsonValueKind.Null, signature.GetProperty("inputs").ValueKind);
        var inputs = JsonDocument.Parse(model.GetProperty("metadata").GetProperty("inputs").GetString()!).RootElement;
        Assert.Equal(artifact.Spec.Inputs, inputs.EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal("serving_input_example.json",
            model.GetProperty("saved_input_example_info").GetProperty("serving_input_path").GetString());
        using var request = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["model"], "serving_input_example.json")));
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["model"], "input_example.json")));
        Assert.True(JsonElement.DeepEquals(request.RootElement.GetProperty("dataframe_split"), example.RootElement));
        var outputs = JsonDocument.Parse(signature.GetProperty("outputs").GetString()!).RootElement;
        Assert.Equal("double", Assert.Single(outputs.EnumerateArray()).GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Null, signature.GetProperty("params").ValueKind);

        Assert.Equal("-r requirements.txt", files.GetProperty("python_env.yaml").GetProperty("dependencies")[0].GetString());
        var conda = files.GetProperty("conda.yaml").GetProperty("dependencies");
        Assert.Equal(["mlflow", "numpy", "xgboost"],
            conda[2].GetProperty("pip").EnumerateArray().Select(package => package.GetString()!.Split(">=")[0]));
    }
}
