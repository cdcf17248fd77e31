using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Volcast.Boosting.Interop;
using static Volcast.Boosting.Interop.NativeMethods;
using static Volcast.Boosting.Interop.NativeResult;

namespace Volcast.Boosting;

/// <summary>
/// Gradient boosted trees (Chen &amp; Guestrin 2016) trained by libxgboost. A model is immutable, and any number of threads can
/// predict with it concurrently. Each call uses one thread, because for the few rows of a forecast more threads are slower.
/// </summary>
/// <remarks>
/// <para>All features are passed row after row, <see cref="Columns"/> to a row, NaN where missing; results come back in the same
/// order. An objective with several outputs (<c>multi:softprob</c>) gives that many values a row.</para>
/// <para>The margin is the sum before the objective's link: the prediction itself for <c>reg:squarederror</c>, its natural log
/// for <c>reg:gamma</c>, its logit for <c>binary:logistic</c>. It starts at the model's <c>base_score</c> (through the link) or,
/// if a base margin is passed, at that margin; zeros give the trees alone.</para>
/// <para>Disposing frees native memory when running calls have ended; a later call throws <see cref="ObjectDisposedException"/>.
/// The library keeps a copy of each thread's last prediction and save until the booster is disposed of on that thread or the
/// thread ends. So code that makes many boosters should use and dispose of each on one
/// thread.</para>
/// </remarks>
public sealed partial class Booster : IDisposable
{
    private readonly BoosterHandle handle;

    private Booster(BoosterHandle handle)
    {
        this.handle = handle;
        SetParameter(handle, "nthread", "1");
        SetParameter(handle, "verbosity", "0");
        // Reading the shape also configures the native object, which must happen before concurrent calls.
        Check(XGBoosterGetNumFeature(handle, out var columns));
        Check(XGBoosterBoostedRounds(handle, out var rounds));
        Columns = checked((int)columns);
        Rounds = rounds;
        FeatureNames = ReadFeatureNames(handle);
    }

    /// <summary>The number of features in a row.</summary>
    public int Columns { get; }

    /// <summary>The number of boosting rounds.</summary>
    public int Rounds { get; }

    /// <summary>The names of the columns at training; empty if none were given.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Trains a model. Equal matrices, parameters and library versions give equal bytes; one thread and two threads gave
    /// the same bytes in all trials.</summary>
    /// <param name="matrix">Rows with labels.</param>
    /// <param name="parameters">XGBoost's own, as text: <c>objective</c>, <c>eta</c>, <c>max_depth</c>, <c>seed</c>,
    /// <c>nthread</c>, …. Always set <c>base_score</c> and <c>tree_method</c>, because their defaults changed between 1.7
    /// and 2.0.</param>
    /// <param name="rounds">At least 1.</param>
    /// <param name="cancellationToken">Checked before every round.</param>
    /// <exception cref="ArgumentException">The matrix has no labels, or the library does not use a parameter. A misspelt
    /// parameter would otherwise silently train another model; <c>validate_parameters</c> = 0 allows it.</exception>
    /// <exception cref="XGBoostException">The library refused a parameter's value, or the labels of this objective.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled between rounds.</exception>
    public static Booster Train(TrainingMatrix matrix, IReadOnlyDictionary<string, string> parameters, int rounds,
        CancellationToken cancellationToken = default) => Train(matrix, parameters, rounds, static _ => { }, cancellationToken);

    /// <param name="matrix">Rows with labels.</param>
    /// <param name="parameters">As above; <c>verbosity</c> (0 to 3, default 1) sets how much the library logs.</param>
    /// <param name="rounds">At least 1.</param>
    /// <param name="log">Receives the library's log lines after each round; null drops them.</param>
    /// <param name="cancellationToken">Checked before every round.</param>
    /// <inheritdoc cref="Train(TrainingMatrix, IReadOnlyDictionary{string, string}, int, CancellationToken)"/>
    public static Booster Train(TrainingMatrix matrix, IReadOnlyDictionary<string, string> parameters, int rounds,
        Action<string> log, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ObjectDisposedException.ThrowIf(matrix.Handle.IsClosed, matrix);
        if (!matrix.HasLabels)
            throw new ArgumentException("The training matrix has no labels: call SetLabels first.", nameof(matrix));

        var handle = Create(matrix.Handle);
        try
        {
            // At verbosity 0 the library does not report unused parameters.
            SetParameter(handle, "verbosity", "1");
            SetParameter(handle, "validate_parameters", "1");
            foreach (var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
                SetParameter(handle, name, value);
            for (var round = 0; round < rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var lines = NativeLog.Collect();
                Check(XGBoosterUpdateOneIter(handle, round, matrix.Handle));
                NativeLog.Drop();
                if (round == 0 && UnusedParameters(lines) is { } unused)
                    throw new ArgumentException($"XGBoost does not use the parameters {unused}: check their spelling, and "
                        + "whether they belong to this objective and tree method.", nameof(parameters));
                lines.ForEach(log);
            }
            if (matrix.FeatureNames.Count > 0)
                Check(XGBoosterSetStrFeatureInfo(handle, "feature_name", [.. matrix.FeatureNames],
                    (ulong)matrix.FeatureNames.Count));
            return new Booster(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        finally
        {
            NativeLog.Drop();
        }
    }

    /// <summary>Reads a model that <see cref="Save"/> or XGBoost 1.6 or later in another language wrote. It predicts the same
    /// bits as the saved model.</summary>
    /// <param name="json">The model in XGBoost's JSON format.</param>
    /// <exception cref="XGBoostException">The bytes are not a complete model. The library does not check more than that, so load
    /// only models whose digest is known.</exception>
    public static unsafe Booster Load(ReadOnlySpan<byte> json)
    {
        // Anything else would be read as UBJ or the old binary format, in which 1.7 reads past the end of a truncated file.
        if (json.Length < 2 || json[0] != '{' || !(json[1] == '"' || char.IsWhiteSpace((char)json[1])))
            throw new XGBoostException("These bytes are not an XGBoost model in JSON.", "");
        var handle = Create(null);
        try
        {
            fixed (byte* buffer = json)
                Check(XGBoosterLoadModelFromBuffer(handle, buffer, (ulong)json.Length));
            return new Booster(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The complete model as JSON, with feature names; equal models of one library version give equal bytes.</summary>
    public unsafe byte[] Save()
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        NativeLog.Attach();
        using var kept = new Reference(handle);
        Check(XGBoosterSaveModelToBuffer(handle, """{"format":"json"}""", out var length, out var buffer));
        return new ReadOnlySpan<byte>(buffer, checked((int)length)).ToArray();
    }

    /// <summary>Predictions in the label's unit.</summary>
    /// <param name="values">rows × <see cref="Columns"/>.</param>
    /// <param name="rows">May be 0.</param>
    /// <param name="baseMargin">The start of each row's margin; empty for the model's <c>base_score</c>.</param>
    /// <exception cref="ArgumentException">The number of values or margins is wrong, or one is infinite.</exception>
    public float[] Predict(ReadOnlySpan<float> values, int rows, ReadOnlySpan<float> baseMargin = default) =>
        Predict(Output.Value, values, rows, baseMargin);

    /// <summary>Margins, which are predictions before the objective's link.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{float}, int, ReadOnlySpan{float})"/>
    public float[] PredictMargin(ReadOnlySpan<float> values, int rows, ReadOnlySpan<float> baseMargin = default) =>
        Predict(Output.Margin, values, rows, baseMargin);

    /// <summary>
    /// Exact Shapley values of every row's margin by path-dependent TreeSHAP (Lundberg, Erion &amp; Lee 2018): the value of a set
    /// of known features is the trees' expectation when each split on an unknown feature is averaged by training cover.
    /// </summary>
    /// <returns>rows × (<see cref="Columns"/> + 1), on the margin's scale; the last column is the base, and a row adds up to its
    /// margin within single precision.</returns>
    /// <inheritdoc cref="Predict(ReadOnlySpan{float}, int, ReadOnlySpan{float})"/>
    public float[] Contributions(ReadOnlySpan<float> values, int rows, ReadOnlySpan<float> baseMargin = default) =>
        Predict(Output.Contributions, values, rows, baseMargin);

    /// <summary>Exact Shapley interaction values of every row's margin (Lundberg, Erion &amp; Lee 2018). Much slower than
    /// <see cref="Contributions"/>.</summary>
    /// <returns>rows × (<see cref="Columns"/> + 1)², symmetric; row i of a square adds up to contribution i, the last row and
    /// column belong to the base.</returns>
    /// <inheritdoc cref="Predict(ReadOnlySpan{float}, int, ReadOnlySpan{float})"/>
    public float[] Interactions(ReadOnlySpan<float> values, int rows, ReadOnlySpan<float> baseMargin = default) =>
        Predict(Output.Interactions, values, rows, baseMargin);

    public void Dispose() => handle.Dispose();

    /// <summary>The values are the library's <c>type</c> of prediction.</summary>
    private enum Output
    {
        Value = 0,
        Margin = 1,
        Contributions = 2,
        Interactions = 4,
    }

    private unsafe float[] Predict(Output output, ReadOnlySpan<float> values, int rows, ReadOnlySpan<float> baseMargin)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (values.Length != (long)rows * Columns)
            throw new ArgumentException($"{values.Length} values are not {rows} rows of the model's {Columns} columns.",
                nameof(values));
        if (rows == 0)
            return [];
        using var matrix = DenseMatrix.Create(values, rows, Columns);
        if (!baseMargin.IsEmpty)
            DenseMatrix.SetInfo(matrix, "base_margin", baseMargin, rows);
        var config = $$"""{"type":{{(int)output}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
        using var kept = new Reference(handle);
        Check(XGBoosterPredictFromDMatrix(handle, matrix, config, out var shape, out var dimensions, out var result));
        var length = 1;
        for (var i = 0UL; i < dimensions; i++)
            length = checked(length * (int)shape[i]);
        return new ReadOnlySpan<float>(result, length).ToArray();
    }

    private static unsafe BoosterHandle Create(DMatrixHandle? matrix)
    {
        NativeLog.Attach();
        BoosterHandle booster;
        if (matrix is null)
        {
            Check(XGBoosterCreate(null, 0, out booster));
            return booster;
        }
        // The library takes the number of features from the matrices passed at creation.
        using var kept = new Reference(matrix);
        var pointer = matrix.DangerousGetHandle();
        Check(XGBoosterCreate(&pointer, 1, out booster));
        return booster;
    }

    private static void SetParameter(BoosterHandle booster, string name, string value) =>
        Check(XGBoosterSetParam(booster, name, value));

    private static unsafe string[] ReadFeatureNames(BoosterHandle booster)
    {
        Check(XGBoosterGetStrFeatureInfo(booster, "feature_name", out var length, out var features));
        var names = new string[checked((int)length)];
        for (var i = 0; i < names.Length; i++)
            names[i] = Marshal.PtrToStringUTF8((nint)features[i]) ?? "";
        return names;
    }

    private static string? UnusedParameters(List<string> lines) =>
        lines.Select(line => UnusedLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value;

    [GeneratedRegex(@"Parameters: \{ (.+?) \} are not used")]
    private static partial Regex UnusedLine();
}
