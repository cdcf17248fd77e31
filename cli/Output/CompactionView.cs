using Volcast.Lake.Compaction;
using Volcast.Market;

namespace Volcast.Cli.Output;

/// <summary>What <c>volcast compact</c> prints.</summary>
internal static class CompactionView
{
    /// <param name="terminal">The output.</param>
    /// <param name="symbols">The number of symbols of which something was joined.</param>
    /// <param name="report">What was joined.</param>
    /// <param name="year">The present year, whose downloads stay single.</param>
    public static void Write(Terminal terminal, int symbols, CompactionReport report, int year)
    {
        if (report.Downloads == 0)
        {
            terminal.Page.WriteLine(
                $"Nothing to join: no symbol has several single downloads of one source in a year before {year}.");
            return;
        }
        terminal.Page.WriteLine($"Joined {Counted.Of(report.Downloads, "download")} of {Counted.Of(symbols, "symbol")}: "
            + $"{Counted.Of(report.FilesBefore, "file")} became {report.FilesAfter:N0}, and {report.BytesBefore:N0} bytes "
            + $"{report.BytesAfter:N0}. Downloads of {year} stay single.");
    }
}
