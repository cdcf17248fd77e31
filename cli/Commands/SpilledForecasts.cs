using Volcast.Cli.Plans;
using Volcast.Evaluation;

namespace Volcast.Cli.Commands;

/// <summary>The forecasts of several targets on their way into one csv file: each target waits in a temporary file, so that memory
/// holds one target, however many there are.</summary>
internal sealed class SpilledForecasts : IDisposable
{
    private readonly Lazy<string> folder = new(() => Directory.CreateTempSubdirectory("volcast-backtest-").FullName);
    private readonly List<string> parts = [];

    /// <summary>Adds a target.</summary>
    public void Add(WalkForwardResult result)
    {
        var part = Path.Combine(folder.Value, $"{parts.Count}.csv");
        using (var writer = new StreamWriter(part))
            BacktestFile.Write(writer, [result]);
        parts.Add(part);
    }

    /// <summary>Writes the file, the targets in the order in which they were added.</summary>
    /// <returns>The file that was written.</returns>
    public Task<string> WriteAsync(CommandContext context, string path, CancellationToken stop) =>
        OutputFile.WriteAsync(context, path, async target =>
        {
            var join = new OutputJoin(OutputForm.Csv, target);
            foreach (var part in parts)
                await join.AddAsync(part, await File.ReadAllBytesAsync(part, stop), stop);
            await join.EndAsync(stop);
        });

    public void Dispose()
    {
        if (folder.IsValueCreated)
            Directory.Delete(folder.Value, recursive: true);
    }
}
