using System.Runtime.InteropServices;
using System.Text.Json;

namespace Volcast.Bench.Features;

/// <summary>The same features by pandas, in a Python process that measures its own time without its start and the reading of
/// the file.</summary>
internal sealed class PandasTwin(string marketFile, int rows)
{
    private const string Python = "/usr/bin/python3";

    private static string Script => Path.Combine(BenchPage.Root, "bench", "python", "features_pandas.py");

    private static string LastOutput => Path.Combine(BenchPage.Results, "features_pandas.bin");

    /// <summary>The versions of Python and pandas, or null without pandas.</summary>
    public static string? Version() => ProcessRun.Version(Python, "-c",
        "import platform, pandas; print('Python', platform.python_version(), 'pandas', pandas.__version__)");

    /// <summary>The time for all symbols, and the peak memory of the process in MiB.</summary>
    public (Cost Cost, double PeakMemory) Run()
    {
        var run = ProcessRun.Of(Python, [Script, marketFile, $"{rows}", LastOutput]);
        using var json = JsonDocument.Parse(run.Output);
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
        return (new Cost(Number("elapsed"), Number("processor")), run.PeakMemory);
    }

    /// <summary>Pandas' features of the last symbol, one column for each feature.</summary>
    public double[][] LastSymbol()
    {
        var values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(LastOutput)).ToArray();
        return [.. values.Chunk(rows)];
    }
}
