using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What one run of ingest did, symbol by symbol.</summary>
public sealed record IngestReport(IReadOnlyList<SymbolReport> Symbols)
{
    /// <exception cref="IngestException">A symbol could not be brought in; what the others brought is kept.</exception>
    public void ThrowIfFailed()
    {
        var failed = Symbols.Where(symbol => symbol.Failure is not null).ToArray();
        if (failed.Length > 0)
            throw new IngestException(string.Join('\n', failed.Select(symbol => symbol.Failure)));
    }

    /// <summary>Whether rows were refused, a file's dates were unordered or repeated, a traded symbol's sessions are missing, or
    /// the source does not have a symbol at all that stands beside a target: the lake is usable, but somebody should
    /// look.</summary>
    public bool NeedsAttention => Symbols.Any(symbol =>
        symbol.RefusedRows > 0 || symbol.HasUnorderedRows || symbol.Absence is not null
        || (!symbol.Symbol.IsIndex && symbol.Missing.Count > 0));
}

/// <summary>What one run of ingest did for one symbol.</summary>
public sealed record SymbolReport(Symbol Symbol)
{
    /// <summary>Settled bars that the lake now holds.</summary>
    public int Rows { get; init; }

    public DateOnly? FirstSession { get; init; }
    public DateOnly? LastSession { get; init; }

    /// <summary>Sessions that this run added.</summary>
    public int New { get; init; }

    /// <summary>Sessions whose prices, events or volume this run changed.</summary>
    public int Revised { get; init; }

    /// <summary>Sessions that the calendar asks for and the lake does not hold.</summary>
    public IReadOnlyList<DateOnly> Missing { get; init; } = [];

    /// <summary>Rows put into quarantine in this run, errors and warnings.</summary>
    public int Quarantined { get; init; }

    /// <summary>Those of them that are errors.</summary>
    public int RefusedRows { get; init; }

    /// <summary>The first few reasons for which rows were refused.</summary>
    public IReadOnlyList<string> RefusedReasons { get; init; } = [];

    /// <summary>Whether the source's dates were unordered or repeated.</summary>
    public bool HasUnorderedRows { get; init; }

    /// <summary>Anything a person should know, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the source has nothing of this symbol, which the run can do without; null otherwise.</summary>
    public string? Absence { get; init; }

    /// <summary>Why this symbol could not be brought in; null when it was.</summary>
    public string? Failure { get; init; }
}
