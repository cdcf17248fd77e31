using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>Reads the file of a symbol, in a folder or in a bucket.</summary>
/// <param name="place">The folder or the bucket's place, for messages.</param>
internal abstract class CsvFolder(string place)
{
    protected const long LargestFile = 32L << 20;

    protected string Place { get; } = place;

    /// <summary>The bytes of a symbol's file.</summary>
    /// <exception cref="MarketDataException">There is no such file, or it cannot be read.</exception>
    public abstract Task<byte[]> ReadAsync(Symbol symbol, CancellationToken cancellationToken);

    /// <summary>The file of a symbol, for messages.</summary>
    public abstract string PathOf(Symbol symbol);

    public static MarketDataException BadFile(
        Symbol symbol, string path, string what, string wayOn, Exception? cause = null) => new(
        MarketDataFailure.BadFile, symbol, $"{symbol}: {path} is not a file of daily bars: {what}. {wayOn}.", cause);

    protected static string NameOf(Symbol symbol) => $"{symbol.FileName}.csv";

    protected static MarketDataException NoFolder(Symbol symbol, string what) => new(
        MarketDataFailure.BadFile, symbol, $"{symbol}: {what}. Give the folder that holds {NameOf(symbol)}: --source csv --path DIR.");

    /// <param name="symbol">The symbol whose file is missing.</param>
    /// <param name="found">The names of the csv files that the folder holds.</param>
    protected MarketDataException NoFile(Symbol symbol, string[] found)
    {
        const int shown = 12;
        var there = found.Length == 0 ? "no csv file" : Counted.Names(found, shown);
        return new(
            MarketDataFailure.NotFound, symbol,
            $"{symbol}: there is no file {PathOf(symbol)}; the folder holds {there}. "
            + "Add the file, or check the ticker and the folder (--path).");
    }

    protected static MarketDataException TooLarge(Symbol symbol, string path) => BadFile(
        symbol, path, $"it is larger than {LargestFile >> 20} MiB", "A hundred years of daily bars take less than 3 MiB");
}

/// <summary>A folder of this machine.</summary>
internal sealed class LocalCsvFolder(string folder) : CsvFolder(folder)
{
    public override string PathOf(Symbol symbol) => Path.Combine(Place, NameOf(symbol));

    public override async Task<byte[]> ReadAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        if (File.Exists(Place))
            throw NoFolder(symbol, $"{Place} is a file");
        if (!Directory.Exists(Place))
            throw NoFolder(symbol, $"the folder {Place} does not exist");
        var path = PathOf(symbol);
        if (!Path.Exists(path))
            throw NoFile(
                symbol,
                [
                    .. Directory.EnumerateFiles(Place, "*.csv").Select(Path.GetFileName).OfType<string>()
                        .Order(StringComparer.Ordinal),
                ]);
        try
        {
            RegularFile.Require(Path.GetFullPath(path));
        }
        catch (Exception fault) when (fault is FileNotFoundException or UnauthorizedAccessException)
        {
            throw Unreadable(symbol, path, fault);
        }
        catch (IOException)
        {
            throw BadFile(symbol, path, "it is a folder, a pipe or a device", "Give a regular file");
        }
        if (new FileInfo(path).Length > LargestFile)
            throw TooLarge(symbol, path);
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(symbol, path, fault);
        }
    }

    private static MarketDataException Unreadable(Symbol symbol, string path, Exception fault) => BadFile(
        symbol, path, $"it cannot be read ({fault.Message.TrimEnd('.')})", "Check the file's permissions", fault);
}

/// <summary>A place in a bucket.</summary>
internal sealed class BucketCsvFolder(IObjectStore store) : CsvFolder(store.Description)
{
    public override string PathOf(Symbol symbol) => $"{Place}/{NameOf(symbol)}";

    public override async Task<byte[]> ReadAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.GetAsync(NameOf(symbol), cancellationToken) is not { } stored)
                throw NoFile(symbol, await NamesAsync(cancellationToken));
            return stored.Content.Length <= LargestFile ? stored.Content : throw TooLarge(symbol, PathOf(symbol));
        }
        catch (LakeException fault)
        {
            throw new MarketDataException(MarketDataFailure.Unavailable, symbol, $"{symbol}: {fault.Message}", fault);
        }
    }

    private async Task<string[]> NamesAsync(CancellationToken cancellationToken) =>
    [
        .. (await store.ListAsync("", cancellationToken))
            .Where(key => !key.Contains('/', StringComparison.Ordinal) && key.EndsWith(".csv", StringComparison.Ordinal)),
    ];
}
