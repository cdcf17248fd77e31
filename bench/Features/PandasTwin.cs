using System.Runtime.InteropServices;
using System.Text.Json;

namespace Volcast.Bench.Features;

/// <summary>The same features by pandas, in a Python process that times itself; its start and its reading of the file do not
/// count.</summary>
internal sealed class PandasTwin(string marketFile, int rows)
{
    private const string Python = "/usr/bin/python3";

    private static string Script => Path.Combine(BenchPage.Root, "bench", "python", "features_pandas.py");

    private static string LastOutput => Path.Combine(BenchPage.Results, "features_pandas.bin");

    /// <summary>The versions of Python and pandas, or null where there is no pandas.</summary>
    public static string? Version() => ProcessRun.Version(Python, "-c",
        "import platform, pandas; print('Python', platform.python_version(), 'pandas', pandas.__version__)");

    /// <summary>What all symbols took, and the most memory the process has held in MiB.</summary>
    public (Cost Cost, double PeakMemory) Run()
    {
        var run = ProcessRun.Of(Python, [Script, marketFile, $"{rows}", LastOutput]);
        using var json = JsonDocument.Parse(run.Output);
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
        return (new Cost(Number("elapsed"), Number("processor")), run.PeakMemory);
    }

    /// <summary>The features of the last symbol as pandas has them, a column for each.</summary>
    public double[][] LastSymbol()
    {
        var values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(LastOutput)).ToArray();
        return [.. values.Chunk(rows)];
    }
}
