using Volcast.Lake.Commits;
using Volcast.Lake.Compaction;
using Volcast.Lake.Leases;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Lake.Upgrades;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>
/// The lake: every table, of real or of simulated data, in one object store. Readers see whole snapshots and need no lease. A
/// writer holds the lease of the symbol that it writes; writers of different symbols work at the same time.
/// </summary>
public sealed class DataLake : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoInputs = new Dictionary<string, string>();
    private readonly TableReader reader;
    private readonly TableCommit commit;
    private readonly DownloadStore downloads;
    private readonly QuarantineStore quarantine;
    private readonly SymbolLeases? leases;

    /// <summary>Creates the lake before the first write; null if it exists.</summary>
    private Func<CancellationToken, Task>? create;

    private DataLake(
        IObjectStore store, DataKind kind, ILeaseStore? leaseStore, LocalObjectStore? folder, DateTimeOffset? asOf = null)
    {
        Store = store;
        Kind = kind;
        // Readers such as the API have many targets and a limit on memory; a writer reads a target's files in every step.
        var decoded = leaseStore is null ? null : new DecodedFiles();
        reader = new(store, decoded);
        commit = new(store, reader);
        downloads = new(store, decoded, asOf);
        quarantine = new(store);
        leases = leaseStore is null ? null : new(leaseStore, (symbol, lease, cancellationToken) =>
        {
            folder?.DeleteTemporaryFiles(LakePaths.Encode(symbol.Value));
            return RecoverAsync(symbol, lease, cancellationToken);
        });
    }

    public IObjectStore Store { get; }
    public DataKind Kind { get; }

    /// <summary>Rows of later sessions are hidden; null if none are.</summary>
    public DateOnly? LastSession { get; private init; }

    /// <summary>What opening this lake for writing changed in it, because an earlier version had written it; null if
    /// nothing.</summary>
    public LakeUpgradeReport? Upgrade { get; private set; }

    /// <summary>Opens a lake for reading, of this version or an earlier one.</summary>
    /// <param name="store">Holds the lake.</param>
    /// <param name="expected">The kind that it must have; null accepts either.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="LakeException">The lake is missing, corrupt, of another kind or of a newer version.</exception>
    public static async Task<DataLake> OpenAsync(
        IObjectStore store, DataKind? expected = null, CancellationToken cancellationToken = default)
    {
        var (description, _) = await LakeDescription.ReadAsync(store, cancellationToken)
            ?? throw new LakeException(
                $"There is no lake in {store.Description}. Run `volcast pipeline`, or `make demo` for simulated data, or "
                + "give the data folder of an existing lake.");
        return Opened(store, description, expected);
    }

    /// <summary>As <see cref="OpenAsync"/>; null if the store holds no lake. Costs one read of <c>lake.json</c> where there is
    /// one.</summary>
    /// <exception cref="LakeException">The lake is corrupt, of another kind or of a newer version; or the store holds tables
    /// without the description that says what kind of data they are.</exception>
    public static async Task<DataLake?> TryOpenAsync(
        IObjectStore store, DataKind? expected = null, CancellationToken cancellationToken = default) =>
        await LakeCreation.FindAsync(store, cancellationToken) is { } description ? Opened(store, description, expected) : null;

    /// <summary>Opens a lake for writing. If it does not exist, the first write creates it, so that a run that stores nothing
    /// leaves no lake. Costs one read of <c>lake.json</c>, however large the lake is. A lake of an earlier version is upgraded in
    /// place (docs/lake.md), and <see cref="Upgrade"/> says what changed.</summary>
    /// <param name="store">Holds the lake, or is to hold it.</param>
    /// <param name="kind">The kind of its data.</param>
    /// <param name="leases">Grants the right to write a symbol. All writers of a lake must use the same kind of
    /// lease.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="LakeException">It is of another kind, of a newer version, or corrupt.</exception>
    public static Task<DataLake> OpenForWritingAsync(
        IObjectStore store, DataKind kind, ILeaseStore leases, CancellationToken cancellationToken = default) =>
        OpenForWritingAsync(store, kind, leases, folder: null, cancellationToken);

    /// <summary>Opens the lake in a folder for reading.</summary>
    /// <exception cref="LakeException">As <see cref="OpenAsync"/>.</exception>
    public static Task<DataLake> OpenLocalAsync(
        string folder, DataKind? expected = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new LocalObjectStore(folder), expected, cancellationToken);

    /// <summary>Opens the lake in a folder for writing, with operating-system locks as leases.</summary>
    /// <param name="folder">Holds the lake, or is to hold it.</param>
    /// <param name="kind">The kind of its data.</param>
    /// <param name="options">How to wait for another writer of the same symbol.</param>
    /// <param name="wrap">Wraps the store, for counting, tracing or failing on purpose.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="LakeException">As
    /// <see cref="OpenForWritingAsync(IObjectStore, DataKind, ILeaseStore, CancellationToken)"/>.</exception>
    public static Task<DataLake> OpenLocalForWritingAsync(
        string folder, DataKind kind, LeaseOptions? options = null, Func<IObjectStore, IObjectStore>? wrap = null,
        CancellationToken cancellationToken = default)
    {
        var store = new LocalObjectStore(folder);
        return OpenForWritingAsync(
            wrap?.Invoke(store) ?? store, kind, new LocalLeaseStore(store.Root, options), store, cancellationToken);
    }

    /// <summary>This lake, for reading, without the rows of sessions after one. The digests stay those of the whole tables, so
    /// whoever records them records <see cref="LastSession"/> too.</summary>
    public DataLake Until(DateOnly lastSession) =>
        new(Store, Kind, leaseStore: null, folder: null) { LastSession = lastSession };

    /// <summary>The downloads of this lake that were retrieved by an instant, and no other table, as a lake of its own. What is
    /// computed from them is written to memory: this lake is never changed.</summary>
    public DataLake AsOf(DateTimeOffset instant) =>
        new(new AsOfStore(Store, instant), Kind, new SingleWriterLeases(), folder: null, instant);

    /// <summary>Holds the right to write a symbol until the result is disposed, so that no other writer changes the rows that
    /// this run reads before it commits. A writing call takes the lease itself if the caller does not hold it.</summary>
    /// <exception cref="LakeException">Another writer holds it for longer than this run may wait.</exception>
    public async Task<IAsyncDisposable> LeaseAsync(Symbol symbol, CancellationToken cancellationToken = default)
    {
        await Leases.EnterAsync(symbol, cancellationToken);
        return new LeaseUse(Leases, symbol);
    }

    /// <summary>The newest snapshot of a symbol's part of a table; null if it was never written.</summary>
    public async Task<Manifest?> SnapshotAsync(
        TableSchema schema, Symbol symbol, CancellationToken cancellationToken = default)
    {
        var manifest = (await reader.ManifestAsync(schema, symbol, cancellationToken))?.Manifest;
        leases?.Find(symbol)?.IsBase(schema.Name, manifest);
        return LastSession is { } last && schema.YearOf is not null ? manifest?.Until(last) : manifest;
    }

    /// <summary>A stamp of the symbol's part of a table, which changes with every commit. It is cheaper than
    /// <see cref="SnapshotAsync"/>, since a local store does not read the manifest.</summary>
    public async Task<string> StampAsync(TableSchema schema, Symbol symbol, CancellationToken cancellationToken = default) =>
        await Store.StampAsync(LakePaths.Manifest(schema.Name, symbol), cancellationToken) ?? "none";

    /// <summary>The validated rows of one snapshot from <paramref name="from"/> to <paramref name="to"/>, both included; the
    /// frame may be empty. Reads only the years that are needed.</summary>
    /// <exception cref="MissingTableException">The symbol's part of the table was never written.</exception>
    /// <exception cref="LakeException">A file is missing or corrupt.</exception>
    /// <exception cref="SchemaException">What is stored does not satisfy the schema.</exception>
    public async Task<ColumnFrame> ReadAsync(
        TableSchema schema, Symbol symbol, DateOnly? from = null, DateOnly? to = null,
        CancellationToken cancellationToken = default) =>
        (await ReadSnapshotAsync(schema, symbol, from, to, cancellationToken)).Frame;

    /// <summary>As <see cref="ReadAsync"/>, together with the snapshot that was read, whose digest identifies the
    /// input.</summary>
    public async Task<(ColumnFrame Frame, Manifest Manifest)> ReadSnapshotAsync(
        TableSchema schema, Symbol symbol, DateOnly? from = null, DateOnly? to = null,
        CancellationToken cancellationToken = default) =>
        await TryReadAsync(schema, symbol, from, to, cancellationToken)
        ?? throw new MissingTableException(schema.Name, symbol.Value, schema.Producer);

    /// <summary>As <see cref="ReadAsync"/>; an empty frame if the symbol's part of the table was never written.</summary>
    public async Task<ColumnFrame> ReadOrEmptyAsync(
        TableSchema schema, Symbol symbol, DateOnly? from = null, DateOnly? to = null,
        CancellationToken cancellationToken = default) =>
        (await TryReadAsync(schema, symbol, from, to, cancellationToken))?.Frame ?? schema.Empty();

    private async Task<(ColumnFrame Frame, Manifest Manifest)?> TryReadAsync(
        TableSchema schema, Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        if (LastSession is { } last && schema.YearOf is not null)
            to = to < last ? to : last;
        var read = await reader.ReadAsync(schema, symbol, from, to, cancellationToken);
        leases?.Find(symbol)?.IsBase(schema.Name, read?.Manifest);
        return read;
    }

    /// <summary>The symbols of a table, in ordinal order.</summary>
    public async Task<IReadOnlyList<Symbol>> SymbolsAsync(TableSchema schema, CancellationToken cancellationToken = default) =>
        [.. (await Store.ListAsync(LakePaths.ManifestPrefix(schema.Name), cancellationToken))
            .Select(key => Symbol.Parse(LakePaths.Decode(Path.GetFileNameWithoutExtension(key))))
            .Order()];

    /// <summary>Replaces the symbol's part of the table with the frame, atomically. Only years whose rows differ are encoded
    /// and written.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="symbol">The only symbol in the frame.</param>
    /// <param name="frame">The rows, in the order that the schema requires.</param>
    /// <param name="inputs">Name → digest of each input of the computation.</param>
    /// <param name="from">If given, stored rows before this date are kept, and the frame has no row before it.</param>
    /// <param name="cancellationToken">Stops the commit; the next writer undoes or finishes it.</param>
    /// <exception cref="SchemaException">A row fails; nothing is committed.</exception>
    /// <exception cref="CommitConflictException">Another writer has committed since this handle read the table; nothing is
    /// committed.</exception>
    /// <exception cref="CommitUncertainException">Another writer has committed at the same time, in a store without
    /// locks.</exception>
    /// <exception cref="LeaseLostException">The lease expired; nothing is committed.</exception>
    /// <exception cref="LakeException">Another writer holds the lease for longer than this run may wait, or the store
    /// fails.</exception>
    public Task<CommitResult> CommitAsync(
        TableSchema schema, Symbol symbol, ColumnFrame frame, IReadOnlyDictionary<string, string>? inputs = null,
        DateOnly? from = null, CancellationToken cancellationToken = default) =>
        WriteAsync(
            symbol, lease => commit.RunAsync(schema, symbol, frame, inputs ?? NoInputs, from, lease, cancellationToken),
            cancellationToken);

    /// <summary>Stores a download unchanged, unless the newest one of this symbol and source has the same content. A download
    /// that is not later than a stored one is dated one millisecond after it: what arrives last is the newest.</summary>
    /// <exception cref="SchemaException">Sessions repeat or do not ascend; nothing is stored.</exception>
    public Task<DownloadResult> AddDownloadAsync(
        Symbol symbol, string source, DateTimeOffset retrievedAt, DailyBars bars,
            CancellationToken cancellationToken = default) =>
        WriteAsync(symbol, _ => downloads.AddAsync(symbol, source, retrievedAt, bars, cancellationToken), cancellationToken);

    /// <summary>The downloads of a symbol, from all sources or one, ascending by time; empty if there is none.</summary>
    public Task<IReadOnlyList<Download>> DownloadsAsync(
        Symbol symbol, string? source = null, CancellationToken cancellationToken = default) =>
        downloads.ListAsync(symbol, source, cancellationToken);

    /// <exception cref="LakeException">The file is missing or corrupt, or its content does not match its name.</exception>
    public Task<RawMarketTable> ReadDownloadAsync(Download download, CancellationToken cancellationToken = default) =>
        downloads.ReadAsync(download, cancellationToken);

    /// <summary>Joins the downloads of a symbol that were retrieved in past years, one file for each source and year. No download
    /// is lost or changed: <see cref="DownloadsAsync"/> and <see cref="ReadDownloadAsync"/> give the same as before, and so does
    /// <see cref="AsOf"/>.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="before">Downloads that were retrieved in this year or later keep files of their own.</param>
    /// <param name="cancellationToken">Stops between files; the next compaction finishes the work.</param>
    /// <exception cref="LakeException">A download is missing or damaged; nothing is changed.</exception>
    public Task<CompactionReport> CompactAsync(Symbol symbol, int before, CancellationToken cancellationToken = default) =>
        WriteAsync(
            symbol, lease => new DownloadCompactor(Store, downloads).RunAsync(symbol, before, lease.Held, cancellationToken),
            cancellationToken);

    /// <summary>Stores rows that a table refused, with the reason of each. Storing the same rows again changes nothing.</summary>
    /// <returns>The path of the file that holds them; null if there is no row.</returns>
    public Task<string?> QuarantineAsync(
        TableSchema table, Symbol symbol, ColumnFrame rows, IReadOnlyList<string> reasons,
        CancellationToken cancellationToken = default) =>
        rows.Rows == 0 && leases is not null
            ? Task.FromResult<string?>(null)
            : WriteAsync(symbol, _ => quarantine.AddAsync(table, symbol, rows, reasons, cancellationToken), cancellationToken);

    /// <summary>All rows of a table and symbol that were ever refused.</summary>
    public Task<QuarantineTable> ReadQuarantineAsync(
        TableSchema table, Symbol symbol, CancellationToken cancellationToken = default) =>
        quarantine.ReadAsync(table, symbol, cancellationToken);

    /// <summary>Releases the leases that are still held.</summary>
    public ValueTask DisposeAsync() => leases?.DisposeAsync() ?? default;

    private SymbolLeases Leases =>
        leases ?? throw new InvalidOperationException($"The lake {Store.Description} was opened for reading only.");

    private async Task<T> WriteAsync<T>(Symbol symbol, Func<SymbolLease, Task<T>> write, CancellationToken cancellationToken)
    {
        var lease = await Leases.EnterAsync(symbol, cancellationToken);
        try
        {
            if (create is { } createFirst)
                await createFirst(cancellationToken);
            create = null;
            return await write(lease);
        }
        finally
        {
            await Leases.LeaveAsync(symbol);
        }
    }

    private async Task RecoverAsync(Symbol symbol, ILease lease, CancellationToken cancellationToken)
    {
        foreach (var schema in LakeTables.All.Where(schema => schema.YearOf is not null))
            await commit.RecoverAsync(schema.Name, symbol, lease, cancellationToken);
    }

    private static async Task<DataLake> OpenForWritingAsync(
        IObjectStore store, DataKind kind, ILeaseStore leases, LocalObjectStore? folder, CancellationToken cancellationToken)
    {
        var lake = new DataLake(store, kind, leases, folder);
        if (await LakeCreation.FindAsync(store, cancellationToken) is not { } description)
        {
            lake.create = async stop => RequireKind(store, await LakeCreation.RunAsync(store, kind, leases, stop), kind);
            return lake;
        }
        RequireKind(store, description, kind);
        if (description.Version < LakeDescription.CurrentVersion)
            lake.Upgrade = await LakeUpgrades.RunAsync(lake, leases, cancellationToken);
        return lake;
    }

    private static DataLake Opened(IObjectStore store, LakeDescription description, DataKind? expected)
    {
        var kind = description.ParsedKind;
        RequireKind(store, description, expected ?? kind);
        return new(store, kind, leaseStore: null, folder: null);
    }

    private static void RequireKind(IObjectStore store, LakeDescription actual, DataKind expected)
    {
        if (actual.ParsedKind != expected)
            throw new LakeException(
                $"The lake {store.Description} holds {actual.Kind} data and cannot be used for "
                + $"{expected.Name()} data. Use another data folder for one of them.");
    }

    private sealed class LeaseUse(SymbolLeases leases, Symbol symbol) : IAsyncDisposable
    {
        private bool isDisposed;

        public async ValueTask DisposeAsync()
        {
            if (isDisposed) return;
            isDisposed = true;
            await leases.LeaveAsync(symbol);
        }
    }
}
