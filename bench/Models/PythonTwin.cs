using System.Globalization;
using System.Text.Json;

namespace Volcast.Bench.Models;

/// <summary>The same models by pandas, NumPy, SciPy and XGBoost, in one Python process that measures its own time without
/// its start and imports.</summary>
internal sealed class PythonTwin(string columns, int horizon, int refitEvery)
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Script = Path.Combine(BenchPage.Root, "bench", "python", "models_python.py");
    private static readonly string Output = Path.Combine(BenchPage.Results, "models_python.csv");

    /// <summary>The versions of Python and its libraries, or null if one is missing.</summary>
    public static string? Version() => ProcessRun.Version(Python, "-c", """
        import platform, pandas, numpy, scipy, xgboost
        print("Python", platform.python_version(), *(f"{m.__name__} {m.__version__}" for m in (pandas, numpy, scipy, xgboost)))
        """);

    /// <summary>The seconds of reading and of each model; the processor time of all models; the peak memory of the process, in
    /// MiB.</summary>
    public (IReadOnlyDictionary<string, double> Seconds, double Processor, double PeakMemory) Run()
    {
        var from = BenchMarket.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var run = ProcessRun.Of(Python, [Script, columns, from, $"{horizon}", $"{refitEvery}", Output]);
        using var json = JsonDocument.Parse(run.Output);
        var seconds = json.RootElement.GetProperty("seconds").EnumerateObject()
            .ToDictionary(model => model.Name, model => model.Value.GetDouble());
        return (seconds, json.RootElement.GetProperty("processor").GetDouble(), run.PeakMemory);
    }

    /// <summary>Model → forecasts of the last run, annualised variance.</summary>
    public static IReadOnlyDictionary<string, double[]> Forecasts()
    {
        var lines = File.ReadAllLines(Output);
        var names = lines[0].Split(',')[1..];
        var rows = Array.ConvertAll(lines[1..], line => Array.ConvertAll(line.Split(',')[1..], field =>
            field.Length == 0 ? double.NaN : double.Parse(field, CultureInfo.InvariantCulture)));
        return names.Select((name, i) => (name, Array.ConvertAll(rows, row => row[i])))
            .ToDictionary(model => model.name, model => model.Item2);
    }
}
