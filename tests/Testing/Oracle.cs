using System.Text.Json;

namespace Volcast.Testing;

/// <summary>Reads the vectors in <c>tests/oracles</c>. The script in the same folder wrote each vector without any code of
/// Volcast.</summary>
public static class Oracle
{
    /// <summary>The path of a vector, such as <c>PathOf("yahoo", "year.json")</c>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([SharedData.RepositoryRoot, "tests", "oracles", .. parts]);

    /// <summary>A JSON vector, such as <c>Read("garch.json")</c>.</summary>
    public static JsonElement Read(params string[] parts)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(parts)));
        return document.RootElement.Clone();
    }

    /// <summary>A number of an object, by its name.</summary>
    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    /// <summary>The numbers of an array, by its name in an object.</summary>
    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    /// <summary>The numbers of an array.</summary>
    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    /// <summary>The numbers of an array of arrays, row after row.</summary>
    public static double[] Rows(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().SelectMany(row => row.Numbers())];
}
