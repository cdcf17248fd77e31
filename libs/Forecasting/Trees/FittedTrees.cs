using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// The trees of a fitted forecaster; their columns are the first of its inputs. After a training they are libxgboost's booster,
/// from an artifact they are managed trees. Each is converted to the other only when needed, because a walk-forward discards most
/// fits after a few dozen forecasts. Both give the same bits.
/// </summary>
internal sealed class FittedTrees : IDisposable
{
    internal const string FileName = "model.json";

    private readonly Lazy<Booster> booster;
    private readonly Lazy<TreeEnsemble> managed;
    private readonly byte[]? json;

    /// <param name="trained">Owned.</param>
    public FittedTrees(Booster trained)
    {
        booster = new(trained);
        managed = new(() => TreeEnsemble.Of(trained));
        Columns = trained.Columns;
    }

    private FittedTrees(byte[] json, TreeEnsemble trees)
    {
        this.json = json;
        booster = new(() => Booster.Load(json));
        managed = new(trees);
        Columns = trees.Columns;
    }

    /// <summary>The number of inputs that they read.</summary>
    public int Columns { get; }

    /// <summary>The trees of an artifact.</summary>
    /// <exception cref="InvalidDataException">They are missing or damaged, were trained on other inputs, or have another number
    /// of rounds.</exception>
    public static FittedTrees Load(FittedModelSpec spec, IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue(FileName, out var json))
            throw new InvalidDataException($"The artifact of {spec.Name} has no {FileName}: restore it, or train again.");
        TreeEnsemble trees;
        try
        {
            trees = TreeEnsemble.Read(json);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException(
                $"{FileName} of {spec.Name} is damaged: {error.Message} Restore it, or train again.", error);
        }
        var names = trees.FeatureNames;
        if (names.Count == 0 || !names.SequenceEqual(spec.Inputs.Take(names.Count)))
            throw new InvalidDataException($"{FileName} was trained on other inputs than {FittedModelSpec.FileName} of "
                + $"{spec.Name} names: the files come from different trainings.");
        return trees.Rounds == spec.Rounds
            ? new(json, trees)
            : throw new InvalidDataException($"{FileName} has trees of {trees.Rounds} rounds and {FittedModelSpec.FileName} of "
                + $"{spec.Name} names {spec.Rounds}: the files come from different trainings.");
    }

    /// <summary>The sum of the trees, in single precision.</summary>
    /// <param name="inputs">The forecaster's inputs, finite in single precision.</param>
    public float Margin(ReadOnlySpan<double> inputs)
    {
        Span<float> row = stackalloc float[Columns];
        Read(inputs, row);
        return managed.IsValueCreated ? managed.Value.Margin(row) : booster.Value.PredictMargin(row, 1)[0];
    }

    /// <inheritdoc cref="TreeContributions"/>
    public TreeContributions Contributions(ReadOnlySpan<double> inputs)
    {
        Span<float> row = stackalloc float[Columns];
        Read(inputs, row);
        return TreeContributions.Of(managed.Value, row);
    }

    /// <summary>Their Shapley interaction values: a square matrix of size <see cref="Columns"/> + 1, the base last.</summary>
    public float[] Interactions(ReadOnlySpan<double> inputs)
    {
        Span<float> row = stackalloc float[Columns];
        Read(inputs, row);
        return booster.Value.Interactions(row, 1);
    }

    /// <summary>The content of <see cref="FileName"/>.</summary>
    public byte[] Save() => json ?? booster.Value.Save();

    public void Dispose()
    {
        if (booster.IsValueCreated)
            booster.Value.Dispose();
    }

    private static void Read(ReadOnlySpan<double> inputs, Span<float> row)
    {
        for (var i = 0; i < row.Length; i++)
            row[i] = (float)inputs[i];
    }
}
