using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What one run of ingest did, symbol by symbol.</summary>
public sealed record IngestReport(IReadOnlyList<SymbolReport> Symbols)
{
    /// <exception cref="IngestException">A symbol failed; the data of the others are kept.</exception>
    public void ThrowIfFailed()
    {
        var failed = Symbols.Where(symbol => symbol.Failure is not null).ToArray();
        if (failed.Length > 0)
            throw new IngestException(string.Join('\n', failed.Select(symbol => symbol.Failure)));
    }

    /// <summary>Whether the data need review, although the lake is usable: rows were rejected, a finding is open, a file's dates
    /// were unordered or repeated, sessions of a traded symbol are missing, or the source lacks a symbol beside the
    /// target that no other one replaces.</summary>
    public bool NeedsAttention => Symbols.Any(symbol =>
        symbol.RefusedRows > 0 || symbol.Findings.Count > 0 || symbol.HasUnorderedRows
        || (symbol.Absence is not null && !symbol.IsReplaceable)
        || (!symbol.Symbol.IsIndex && symbol.Missing.Count > 0));
}

/// <summary>What one run of ingest did for one symbol.</summary>
public sealed record SymbolReport(Symbol Symbol)
{
    /// <summary>The source that delivered the symbol in this run; null if none did.</summary>
    public string? Source { get; init; }

    /// <summary>Settled bars in the lake after this run.</summary>
    public int Rows { get; init; }

    public DateOnly? FirstSession { get; init; }
    public DateOnly? LastSession { get; init; }

    /// <summary>Sessions that have settled since <see cref="LastSession"/>; 0 without bars.</summary>
    public int SessionsBehind { get; init; }

    /// <summary>Sessions that this run added.</summary>
    public int New { get; init; }

    /// <summary>Sessions whose prices, events or volume this run changed.</summary>
    public int Revised { get; init; }

    /// <summary>Sessions of the calendar that the lake lacks.</summary>
    public IReadOnlyList<DateOnly> Missing { get; init; } = [];

    /// <summary>Rows put into quarantine in this run, errors and warnings.</summary>
    public int Quarantined { get; init; }

    /// <summary>The errors among them.</summary>
    public int RefusedRows { get; init; }

    /// <summary>The first few reasons for which rows were rejected.</summary>
    public IReadOnlyList<string> RefusedReasons { get; init; } = [];

    /// <summary>The open findings about the symbol's data, by session.</summary>
    public IReadOnlyList<FindingRow> Findings { get; init; } = [];

    /// <summary>Whether the source's dates were unordered or repeated.</summary>
    public bool HasUnorderedRows { get; init; }

    /// <summary>What else a user should know, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why the source has no data of this optional symbol; null if it has, or if the symbol is not optional.</summary>
    public string? Absence { get; init; }

    /// <summary>See <see cref="IngestRequest.Replaceable"/>.</summary>
    public bool IsReplaceable { get; init; }

    /// <summary>Why this symbol failed; null if it did not.</summary>
    public string? Failure { get; init; }
}
