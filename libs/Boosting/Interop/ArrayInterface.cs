namespace Volcast.Boosting.Interop;

/// <summary>The JSON that describes a pinned float array to the library: numpy's array interface, version 3.</summary>
internal static unsafe class ArrayInterface
{
    public static string Of(float* data, int length) => Of(data, $"{length}");

    public static string Of(float* data, int rows, int columns) => Of(data, $"{rows},{columns}");

    private static string Of(float* data, string shape) =>
        $$"""{"data":[{{(nuint)data}},true],"shape":[{{shape}}],"typestr":"<f4","version":3}""";
}
