using System.Text;
using Volcast.Files;

namespace Volcast.Evidence.Panels;

/// <summary>The folder of a panel: a file for each ticker and horizon, and for each horizon the summary as JSON and as a page. It
/// holds no forecast, no outcome and no price.</summary>
/// <param name="path">The folder; created when first written.</param>
public sealed class PanelFolder(string path)
{
    /// <summary>The summary of a horizon, such as <c>panel-5d.json</c>.</summary>
    public static string NumbersFile(int horizon) => $"panel-{horizon}d.json";

    /// <summary>The page of a horizon, such as <c>panel-5d.md</c>.</summary>
    public static string PageFile(int horizon) => $"panel-{horizon}d.md";

    /// <summary>The stored scores of a ticker; null if there are none, or they are damaged or belong to another digest.</summary>
    public TickerScores? Find(string symbol, int horizon, string digest) =>
        Path.Combine(path, TickerScores.FileName(symbol, horizon)) is var file && File.Exists(file)
            && TickerScores.TryParse(File.ReadAllBytes(file)) is { } known && known.Digest == digest
            ? known : null;

    /// <summary>Stores the scores of a ticker.</summary>
    public void Store(TickerScores scores)
    {
        Directory.CreateDirectory(path);
        AtomicFile.WriteAll(path, [new(TickerScores.FileName(scores.Symbol, scores.Horizon), scores.ToJson())]);
    }

    /// <summary>Writes the summary of one horizon.</summary>
    /// <returns>The page.</returns>
    public string WriteSummary(PanelPage summary)
    {
        AtomicFile.WriteAll(path,
        [
            new(NumbersFile(summary.Horizon), summary.ToJson()),
            new(PageFile(summary.Horizon), Encoding.UTF8.GetBytes(summary.ToMarkdown())),
        ]);
        return Path.Combine(path, PageFile(summary.Horizon));
    }
}
