using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>
/// The lake: every table, of real or of simulated data, in one object store. Readers see whole snapshots and need no lock;
/// there is one writer at a time.
/// </summary>
public sealed class DataLake : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoInputs = new Dictionary<string, string>();
    private readonly TableReader reader;
    private readonly TableCommit? commit;
    private readonly DownloadStore downloads;
    private readonly QuarantineStore quarantine;
    private readonly WriterLock? writerLock;

    private DataLake(IObjectStore store, DataKind kind, bool isWritable, WriterLock? writerLock)
    {
        Store = store;
        Kind = kind;
        this.writerLock = writerLock;
        reader = new(store);
        commit = isWritable ? new(store, reader, new CommitRecovery(store)) : null;
        downloads = new(store);
        quarantine = new(store);
    }

    public IObjectStore Store { get; }
    public DataKind Kind { get; }

    /// <summary>Opens a lake for reading.</summary>
    /// <param name="store">Where it lies.</param>
    /// <param name="expected">The kind that it has to be; null takes either.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="LakeException">There is no lake, or one of another kind, of a newer version, or corrupt.</exception>
    public static async Task<DataLake> OpenAsync(
        IObjectStore store, DataKind? expected = null, CancellationToken cancellationToken = default)
    {
        var kind = await LakeDescription.ReadAsync(store, cancellationToken)
            ?? throw new LakeException(
                $"There is no lake in {store.Description}. Run `volcast ingest`, or name the data folder of one.");
        RequireKind(store, kind, expected ?? kind);
        return new(store, kind, isWritable: false, writerLock: null);
    }

    /// <summary>Opens a lake for writing: creates it where there is none, and ends what a stopped writer began. The caller sees
    /// to it that there is one writer; for a local lake use <see cref="OpenLocalForWritingAsync"/>.</summary>
    /// <exception cref="LakeException">It is of another kind, of a newer version, or corrupt.</exception>
    public static Task<DataLake> OpenForWritingAsync(
        IObjectStore store, DataKind kind, CancellationToken cancellationToken = default) =>
        OpenForWritingAsync(store, kind, writerLock: null, cancellationToken);

    /// <summary>Opens the lake in a folder for reading.</summary>
    /// <exception cref="LakeException">As <see cref="OpenAsync"/>.</exception>
    public static Task<DataLake> OpenLocalAsync(
        string folder, DataKind? expected = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new LocalObjectStore(folder), expected, cancellationToken);

    /// <summary>Opens the lake in a folder for writing, alone: holds its <see cref="WriterLock"/> until disposed.</summary>
    /// <param name="folder">Where it lies, or is to lie.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="options">How to wait for another writer.</param>
    /// <param name="wrap">Wraps the store once the lake is locked, for counting, tracing or failing on purpose.</param>
    /// <param name="cancellationToken">Stops waiting and opening.</param>
    /// <exception cref="LakeException">As <see cref="OpenForWritingAsync(IObjectStore, DataKind, CancellationToken)"/>, or
    /// another writer does not finish in time.</exception>
    public static async Task<DataLake> OpenLocalForWritingAsync(
        string folder, DataKind kind, WriterLockOptions? options = null, Func<IObjectStore, IObjectStore>? wrap = null,
        CancellationToken cancellationToken = default)
    {
        var store = new LocalObjectStore(folder);
        if (await LakeDescription.ReadAsync(store, cancellationToken) is { } existing)
            RequireKind(store, existing, kind);
        var held = await WriterLock.AcquireAsync(store.Root, options, cancellationToken);
        try
        {
            store.DeleteLeftovers();
            return await OpenForWritingAsync(wrap?.Invoke(store) ?? store, kind, held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The newest snapshot of a symbol's part of a table, or null where it was never written.</summary>
    public async Task<Manifest?> SnapshotAsync(
        TableSchema schema, Symbol symbol, CancellationToken cancellationToken = default) =>
        (await reader.ManifestAsync(schema, symbol, cancellationToken))?.Manifest;

    /// <summary>A stamp of the symbol's part of a table: another one as soon as a write has been committed. Cheaper than
    /// <see cref="SnapshotAsync"/>, since a local store does not read the manifest.</summary>
    public async Task<string> StampAsync(TableSchema schema, Symbol symbol, CancellationToken cancellationToken = default) =>
        await Store.StampAsync(LakePaths.Manifest(schema.Name, symbol), cancellationToken) ?? "none";

    /// <summary>The rows of one snapshot from <paramref name="from"/> to <paramref name="to"/>, both included, validated; no row
    /// where none lies between. Reads only the years that are needed.</summary>
    /// <exception cref="MissingTableException">The symbol's part of the table was never written.</exception>
    /// <exception cref="LakeException">A file is missing or corrupt.</exception>
    /// <exception cref="SchemaException">What is stored does not satisfy the schema.</exception>
    public async Task<ColumnFrame> ReadAsync(
        TableSchema schema, Symbol symbol, DateOnly? from = null, DateOnly? to = null,
        CancellationToken cancellationToken = default) =>
        (await reader.ReadAsync(schema, symbol, from, to, cancellationToken)).Frame;

    /// <summary>As <see cref="ReadAsync"/>, together with the snapshot that was read, whose digest names the input.</summary>
    public Task<(ColumnFrame Frame, Manifest Manifest)> ReadSnapshotAsync(
        TableSchema schema, Symbol symbol, DateOnly? from = null, DateOnly? to = null,
        CancellationToken cancellationToken = default) =>
        reader.ReadAsync(schema, symbol, from, to, cancellationToken);

    /// <summary>The symbols that a table has, in ordinal order.</summary>
    public async Task<IReadOnlyList<Symbol>> SymbolsAsync(TableSchema schema, CancellationToken cancellationToken = default) =>
        [.. (await Store.ListAsync(LakePaths.ManifestPrefix(schema.Name), cancellationToken))
            .Select(key => Symbol.Parse(LakePaths.Decode(Path.GetFileNameWithoutExtension(key))))
            .Order()];

    /// <summary>Makes the symbol's part of the table equal the frame, all or nothing. Only years whose bytes change are
    /// written.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="symbol">The only symbol in the frame.</param>
    /// <param name="frame">The content, in the order that the schema asks for.</param>
    /// <param name="inputs">Name → digest of what it was computed from.</param>
    /// <param name="from">Where given, rows before this date stay as they are and the frame has none of them: an append touches
    /// one year however long the table is.</param>
    /// <param name="cancellationToken">Stops the commit; what is written by then is undone or finished by the next one.</param>
    /// <exception cref="SchemaException">A row fails; nothing is written.</exception>
    /// <exception cref="PutConditionException">Another writer committed in between; nothing is written.</exception>
    public Task<CommitResult> CommitAsync(
        TableSchema schema, Symbol symbol, ColumnFrame frame, IReadOnlyDictionary<string, string>? inputs = null,
        DateOnly? from = null, CancellationToken cancellationToken = default) =>
        Writer.RunAsync(schema, symbol, frame, inputs ?? NoInputs, from, cancellationToken);

    /// <summary>Stores a download as it came, unless the newest one of this symbol and source has the same content.</summary>
    /// <exception cref="SchemaException">Sessions repeat or do not ascend; nothing is stored.</exception>
    public Task<DownloadResult> AddDownloadAsync(
        Symbol symbol, string source, DateTimeOffset retrievedAt, DailyBars bars, CancellationToken cancellationToken = default)
    {
        _ = Writer;
        return downloads.AddAsync(symbol, source, retrievedAt, bars, cancellationToken);
    }

    /// <summary>The downloads of a symbol, from all sources or one, ascending by time; none where there is none.</summary>
    public Task<IReadOnlyList<Download>> DownloadsAsync(
        Symbol symbol, string? source = null, CancellationToken cancellationToken = default) =>
        downloads.ListAsync(symbol, source, cancellationToken);

    /// <exception cref="LakeException">The file is missing, corrupt, or does not hold what its name says.</exception>
    public Task<RawMarketTable> ReadDownloadAsync(Download download, CancellationToken cancellationToken = default) =>
        downloads.ReadAsync(download, cancellationToken);

    /// <summary>Keeps rows that a table refused, with the reason of each. The same rows again change nothing.</summary>
    /// <returns>The path of the file that holds them, or null where there is no row.</returns>
    public Task<string?> QuarantineAsync(
        TableSchema table, Symbol symbol, ColumnFrame rows, IReadOnlyList<string> reasons,
        CancellationToken cancellationToken = default)
    {
        _ = Writer;
        return quarantine.AddAsync(table, symbol, rows, reasons, cancellationToken);
    }

    /// <summary>All rows of a table and symbol that were ever refused.</summary>
    public Task<QuarantineTable> ReadQuarantineAsync(
        TableSchema table, Symbol symbol, CancellationToken cancellationToken = default) =>
        quarantine.ReadAsync(table, symbol, cancellationToken);

    public ValueTask DisposeAsync()
    {
        writerLock?.Dispose();
        return ValueTask.CompletedTask;
    }

    private TableCommit Writer =>
        commit ?? throw new InvalidOperationException($"The lake {Store.Description} was opened for reading.");

    private static async Task<DataLake> OpenForWritingAsync(
        IObjectStore store, DataKind kind, WriterLock? writerLock, CancellationToken cancellationToken)
    {
        var existing = await LakeDescription.ReadAsync(store, cancellationToken);
        RequireKind(store, existing ?? kind, kind);
        if (existing is null)
        {
            foreach (var schema in LakeTables.All)
                if ((await store.ListAsync($"{schema.Name}/", cancellationToken)).Any(key => !LakePaths.IsStaged(key)))
                    throw new LakeException(
                        $"{store.Description} holds {schema.Name} but no {LakePaths.Description}, which says whether its data are "
                        + "real or simulated. Restore the file: it holds {\"version\": 1, \"kind\": \"REAL\"} or \"SIMULATED\".");
            await store.PutAsync(
                LakePaths.Description, LakeDescription.Of(kind).ToJson(), PutCondition.IfNoneMatch, cancellationToken);
        }
        var recovery = new CommitRecovery(store);
        foreach (var schema in LakeTables.All)
            await recovery.RecoverAsync(schema.Name, cancellationToken);
        return new(store, kind, isWritable: true, writerLock);
    }

    private static void RequireKind(IObjectStore store, DataKind actual, DataKind expected)
    {
        if (actual != expected)
            throw new LakeException(
                $"The lake {store.Description} holds {actual.Name()} data and cannot take or give "
                + $"{expected.Name()} data. Use another data folder for one of them.");
    }
}
