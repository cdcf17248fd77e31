using System.Text.Json;

namespace Volcast.Registry.Mlflow;

/// <summary>Splits logged values into requests within the server's limits: items of each kind, and less than 1 MB.</summary>
internal static class LogBatches
{
    public const int MostMetrics = 1000;
    public const int MostParams = 100;
    public const int MostTags = 100;
    private const int MostBytes = 900_000;

    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> items, int most)
    {
        var chunk = new List<T>();
        var bytes = 0;
        foreach (var item in items)
        {
            var size = JsonSerializer.SerializeToUtf8Bytes(item, MlflowJson.Options).Length + 1;
            if (chunk.Count == most || (chunk.Count > 0 && bytes + size > MostBytes))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }
            chunk.Add(item);
            bytes += size;
        }
        if (chunk.Count > 0)
            yield return chunk;
    }
}
