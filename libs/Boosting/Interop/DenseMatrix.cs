using static Volcast.Boosting.Interop.NativeMethods;
using static Volcast.Boosting.Interop.NativeResult;

namespace Volcast.Boosting.Interop;

/// <summary>Dense row-major floats as a native matrix. They are checked here because the library's checks differ by
/// version.</summary>
internal static unsafe class DenseMatrix
{
    // Building a matrix this small is slower with more threads, and training has its own `nthread`.
    private const string Config = """{"missing":NaN,"nthread":1}""";

    /// <exception cref="ArgumentException">The shape does not match the values, or a value is infinite.</exception>
    public static DMatrixHandle Create(ReadOnlySpan<float> values, int rows, int columns)
    {
        if (rows < 1 || columns < 1 || values.Length != (long)rows * columns)
            throw new ArgumentException($"{values.Length} values are not {rows} rows of {columns} columns.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            if (float.IsInfinity(values[i]))
                throw new ArgumentException($"Row {i / columns}, column {i % columns} is infinite; a missing value is NaN.",
                    nameof(values));
        NativeLog.Attach();
        fixed (float* data = values)
        {
            Check(XGDMatrixCreateFromDense(ArrayInterface.Of(data, rows, columns), Config, out var matrix));
            return matrix;
        }
    }

    /// <summary>Sets <c>label</c>, <c>weight</c> or <c>base_margin</c>.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite, or the number of values is not a multiple of the
    /// rows.</exception>
    public static void SetInfo(DMatrixHandle matrix, string field, ReadOnlySpan<float> values, int rows)
    {
        if (values.IsEmpty || values.Length % rows != 0)
            throw new ArgumentException($"{values.Length} values of {field} do not match {rows} rows.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ArgumentException(
                    $"The {field} of row {i / (values.Length / rows)} is {values[i]}; it must be a finite number.",
                    nameof(values));
        NativeLog.Attach();
        fixed (float* data = values)
        {
            var array = values.Length == rows
                ? ArrayInterface.Of(data, rows)
                : ArrayInterface.Of(data, rows, values.Length / rows);
            Check(XGDMatrixSetInfoFromInterface(matrix, field, array));
        }
    }
}
