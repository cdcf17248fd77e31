namespace Volcast.Boosting;

/// <summary>API sketch; see the brief.</summary>
public sealed class TrainingMatrix : IDisposable
{
    public static TrainingMatrix FromRowMajor(ReadOnlySpan<float> values, int rows, int columns) => throw new NotImplementedException();
    public void SetLabels(ReadOnlySpan<float> labels) => throw new NotImplementedException();
    public void SetWeights(ReadOnlySpan<float> weights) => throw new NotImplementedException();
    public void SetBaseMargin(ReadOnlySpan<float> margin) => throw new NotImplementedException();
    public void SetFeatureNames(IReadOnlyList<string> names) => throw new NotImplementedException();
    public int Rows => throw new NotImplementedException();
    public int Columns => throw new NotImplementedException();
    public void Dispose() { }
}

public sealed class Booster : IDisposable
{
    public static Booster Train(TrainingMatrix matrix, IReadOnlyDictionary<string, string> parameters, int rounds,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public static Booster Load(ReadOnlySpan<byte> json) => throw new NotImplementedException();
    public byte[] Save() => throw new NotImplementedException();
    public IReadOnlyList<string> FeatureNames => throw new NotImplementedException();
    /// <summary>Row-major features in, one prediction a row out.</summary>
    public float[] Predict(ReadOnlySpan<float> values, int rows) => throw new NotImplementedException();
    public float[] PredictMargin(ReadOnlySpan<float> values, int rows) => throw new NotImplementedException();
    /// <summary>rows × (columns + 1); the last column is the base.</summary>
    public float[] Contributions(ReadOnlySpan<float> values, int rows) => throw new NotImplementedException();
    public void Dispose() { }
}
