using System.Globalization;
using System.Text.Json;

namespace Volcast.Boosting.Trees;

/// <summary>The parts of a model in XGBoost's JSON format that a <see cref="TreeEnsemble"/> needs.</summary>
/// <param name="Start">The start of the margin.</param>
/// <param name="Columns">The number of features in a row.</param>
/// <param name="FeatureNames">One name for each column, or empty.</param>
/// <param name="Rounds">The number of boosting rounds; each has the same number of trees.</param>
/// <param name="Trees">The trees, in the order of summation.</param>
internal sealed record ModelJson(
    float Start, int Columns, string[] FeatureNames, int Rounds, IReadOnlyList<RegressionTree> Trees)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="InvalidDataException">The message says what is wrong, and where.</exception>
    public static ModelJson Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > TreeEnsemble.MaximumBytes)
            throw new InvalidDataException(
                $"The model has {json.Length:N0} bytes, but the limit is {TreeEnsemble.MaximumBytes:N0}.");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(Field(document.RootElement, "learner"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The model is damaged, or not one in XGBoost's JSON format: {error.Message}", error);
        }
    }

    private static ModelJson Read(JsonElement learner)
    {
        var parameters = Field(learner, "learner_model_param");
        if (Optional(parameters, "num_class") > 1 || Optional(parameters, "num_target") > 1)
            throw new InvalidDataException("The model has several outputs, but only models with one output are supported.");
        var columns = Number(parameters, "num_feature");
        var names = learner.TryGetProperty("feature_names", out var given)
            ? given.EnumerateArray().Select(name => name.GetString()!).ToArray() : [];
        if (columns < 1 || (names.Length > 0 && names.Length != columns))
            throw new InvalidDataException($"The model has {columns} columns and {names.Length} names.");

        var booster = Field(learner, "gradient_booster");
        if (Text(booster, "name") is var kind and not "gbtree")
            throw new InvalidDataException($"The model is a booster '{kind}', but only plain trees (gbtree) are supported.");
        var model = Field(booster, "model");
        if (model.TryGetProperty("tree_info", out var groups) && groups.EnumerateArray().Any(group => group.GetInt32() != 0))
            throw new InvalidDataException(
                "The model's trees have several outputs, but only models with one output are supported.");
        RegressionTree[] trees = [.. Field(model, "trees").EnumerateArray().Select((tree, i) => TreeJson.Read(tree, i, columns))];
        var shape = Field(model, "gbtree_model_param");
        var (declared, parallel) = (Number(shape, "num_trees"), Math.Max(Optional(shape, "num_parallel_tree"), 1));
        if (declared != trees.Length || declared % parallel != 0)
            throw new InvalidDataException(
                $"The model has {trees.Length} trees but declares {declared}, {parallel} in each round.");
        return new(BaseScore.Margin(Text(Field(learner, "objective"), "name"), Text(parameters, "base_score")), columns, names,
            trees.Length / parallel, trees);
    }

    /// <exception cref="InvalidDataException">It is missing.</exception>
    public static JsonElement Field(JsonElement owner, string name) => owner.TryGetProperty(name, out var field)
        ? field
        : throw new InvalidDataException($"The model lacks {name}.");

    /// <summary>A whole number, which XGBoost writes as text.</summary>
    public static int Number(JsonElement owner, string name) =>
        int.TryParse(Text(owner, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"The model's {name}, '{Text(owner, name)}', is not a whole number.");

    /// <summary>A whole number that some versions do not write; 0 if it is missing.</summary>
    public static int Optional(JsonElement owner, string name) => owner.TryGetProperty(name, out _) ? Number(owner, name) : 0;

    private static string Text(JsonElement owner, string name) => Field(owner, name).GetString() ?? "";
}
