using Volcast.Files;
using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Workspace;

/// <summary>The setting <c>VOLCAST_TARGETS</c>: tickers separated by commas, or <c>@FILE</c> with one ticker per line. The file may
/// be an object in a bucket.</summary>
internal static class TargetList
{
    private const char FileMark = '@';
    private const char CommentMark = '#';

    /// <summary>The error in the setting's text, or null. The lines of a file are checked when it is read.</summary>
    public static string? Problem(string value)
    {
        if (value.StartsWith(FileMark))
            return value.Length == 1 ? "expected a file after @" : ObjectStores.ProblemOfObject(value[1..]);
        var tickers = Split(value, ',');
        if (tickers.Length == 0)
            return "expected a ticker such as SPY";
        return Array.Find(tickers, ticker => Refusal(ticker) is not null) is { } bad ? $"'{bad}' {Refusal(bad)}" : null;
    }

    /// <summary>Why a ticker cannot be forecast, as the end of a sentence, or null.</summary>
    private static string? Refusal(string ticker) =>
        !Symbol.TryParse(ticker, out var symbol) ? "is not a ticker such as SPY"
        : symbol.IsIndex ? "is an index, of which only the close is used, and a forecast needs the prices of trades: give the "
            + "ticker of a fund or a share such as SPY"
        : null;

    /// <param name="given">A text without a <see cref="Problem"/>.</param>
    /// <param name="workingFolder">The base of a relative path.</param>
    /// <param name="settings">Those of a bucket.</param>
    /// <exception cref="SettingException">The file cannot be read, is empty, or a line is no ticker that can be
    /// forecast.</exception>
    public static IEnumerable<Symbol> Parse(SettingValue given, string workingFolder, Settings settings) =>
        given.Value.StartsWith(FileMark)
            ? ReadFile(given, ObjectStores.FullPlace(given.Value[1..], workingFolder), settings)
            : Split(given.Value, ',').Select(Symbol.Parse);

    private static List<Symbol> ReadFile(SettingValue given, string path, Settings settings)
    {
        string[] lines;
        try
        {
            lines = Split(ObjectStores.IsBucket(path)
                ? ObjectStores.ReadText(path, settings) ?? throw given.Refused($"there is no object {path}")
                : RegularFile.ReadText(path), '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw given.Refused(Directory.Exists(path) ? $"{path} is a folder, and the tickers are in a file"
                : e is FileNotFoundException or DirectoryNotFoundException
                ? $"there is no file {path}"
                : $"{path} cannot be read: {e.Message.TrimEnd('.')}");
        }
        var symbols = new List<Symbol>();
        foreach (var line in lines.Where(line => !line.StartsWith(CommentMark)))
            symbols.Add(Refusal(line) is not { } refusal
                ? Symbol.Parse(line)
                : throw given.Refused($"'{line}' in {path} {refusal}"));
        return symbols.Count > 0
            ? symbols
            : throw given.Refused($"{path} names no ticker; write one on each line");
    }

    private static string[] Split(string text, char separator) =>
        text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
