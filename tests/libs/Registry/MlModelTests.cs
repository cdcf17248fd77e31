using System.Text;

namespace Volcast.Registry.Tests;

public sealed class MlModelTests
{
    private static readonly MlModel Model = new()
    {
        RunId = "00112233445566778899aabbccddeeff",
        CreatedAt = new DateTimeOffset(2021, 12, 31, 21, 0, 0, 123, TimeSpan.Zero),
        Flavors = MlModel.XGBoost(),
        Inputs = ["ret_1d", "corr_tlt_20d"],
        Metadata = new Dictionary<string, string>
        {
            ["unit"] = "annualised volatility, decimal",
            ["answer"] = "42",
            ["truth"] = "yes",
        },
    };

    private const string Text = """
        artifact_path: model
        flavors:
          python_function:
            data: model.json
            loader_module: mlflow.xgboost
          xgboost:
            data: model.json
            model_class: xgboost.core.Booster
            model_format: json
        metadata:
          answer: '42'
          truth: 'yes'
          unit: 'annualised volatility, decimal'
        run_id: '00112233445566778899aabbccddeeff'
        signature:
          inputs: '[{"type":"double","name":"ret_1d","required":true},{"type":"double","name":"corr_tlt_20d","required":true}]'
          outputs: '[{"type":"double","required":true}]'
          params: null
        utc_time_created: '2021-12-31 21:00:00.123000'

        """;

    [Fact]
    public void The_file_has_the_form_that_Python_loads() => Assert.Equal(Text, Encoding.UTF8.GetString(Model.ToBytes()));

    [Fact]
    public void The_file_reads_back()
    {
        var read = MlModel.Parse(Model.ToBytes(), "MLmodel");

        Assert.Equal((Model.RunId, Model.ArtifactPath, Model.CreatedAt), (read.RunId, read.ArtifactPath, read.CreatedAt));
        Assert.Equal(Model.Inputs, read.Inputs);
        Assert.Equivalent(Model.Metadata, read.Metadata, strict: true);
        Assert.Empty(read.PythonEnvironment);
        Assert.Null(read.InputExample);
        Assert.Equal(["python_function", "xgboost"], read.Flavors.Keys);
        Assert.Equal("mlflow.xgboost", read.Flavors["python_function"]["loader_module"]);
    }

    [Fact]
    public void The_environment_and_an_example_are_written_as_MLflow_writes_them()
    {
        var written = Model with
        {
            PythonEnvironment = new Dictionary<string, string> { ["conda"] = "conda.yaml", ["virtualenv"] = "python_env.yaml" },
            InputExample = "input_example.json",
        };
        var expected = Text
            .Replace("    data: model.json\n    loader_module", "    data: model.json\n    env:\n      conda: conda.yaml\n"
                + "      virtualenv: python_env.yaml\n    loader_module", StringComparison.Ordinal)
            .Replace("signature:", "saved_input_example_info:\n  artifact_path: input_example.json\n  pandas_orient: split\n"
                + "  type: dataframe\nsignature:", StringComparison.Ordinal);

        Assert.Equal(expected, Encoding.UTF8.GetString(written.ToBytes()));
        var read = MlModel.Parse(written.ToBytes(), "MLmodel");
        Assert.Equal(written.PythonEnvironment, read.PythonEnvironment);
        Assert.Equal(written.InputExample, read.InputExample);
        Assert.DoesNotContain("env", read.Flavors[MlModel.PythonFunction].Keys);
    }

    [Fact]
    public void A_binary_model_is_declared_as_such() =>
        Assert.Equal("ubj", MlModel.XGBoost("model.ubj")["xgboost"]["model_format"]);

    [Fact]
    public void Hundreds_of_inputs_are_written_on_one_line()
    {
        var wide = Model with { Inputs = [.. Enumerable.Range(0, 500).Select(i => $"feature number {i}")] };

        Assert.Equal(wide.Inputs, MlModel.Parse(wide.ToBytes(), "MLmodel").Inputs);
        Assert.Equal(Text.Count(c => c == '\n'), Encoding.UTF8.GetString(wide.ToBytes()).Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("run_id: '00112233445566778899aabbccddeeff'\n", "", "it has no 'run_id'")]
    [InlineData("'2021-12-31 21:00:00.123000'", "yesterday", "'utc_time_created' is not a time")]
    [InlineData("flavors:", "flavours:", "it has no mapping 'flavors'")]
    [InlineData("[{\"type\":\"double\",\"name\":\"ret_1d\"", "[{\"type\":\"double\"",
        "'signature.inputs' is not a JSON list of named inputs")]
    public void A_file_without_a_required_key_is_refused(string old, string replacement, string why)
    {
        var content = Encoding.UTF8.GetBytes(Text.Replace(old, replacement, StringComparison.Ordinal));

        var corrupt = Assert.Throws<RegistryException>(() => MlModel.Parse(content, "here/MLmodel"));

        Assert.Equal(RegistryProblem.Corrupt, corrupt.Problem);
        Assert.StartsWith("here/MLmodel cannot be read: " + why, corrupt.Message);
    }

    [Fact]
    public void Keys_that_other_tools_add_are_ignored()
    {
        var content = Encoding.UTF8.GetBytes(Text.Replace(
            "metadata:\n  answer: '42'\n  truth: 'yes'\n  unit: 'annualised volatility, decimal'\n",
            "model_size_bytes: 17\nauth_policy: {a: [b]}\n", StringComparison.Ordinal));

        Assert.Empty(MlModel.Parse(content, "MLmodel").Metadata);
    }
}
