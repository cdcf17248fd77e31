using Volcast.Lake;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Curation;

/// <summary>Which source delivered each vintage of a symbol.</summary>
internal sealed class VintageSources
{
    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);
    private readonly SourceOrder order;

    /// <param name="downloads">All downloads of the symbol.</param>
    /// <param name="order">The preferred source comes first.</param>
    public VintageSources(IReadOnlyList<Download> downloads, SourceOrder order)
    {
        this.order = order;
        // Two sources may deliver the same bytes, and then have the same vintage: it counts as the preferred one's.
        foreach (var download in downloads)
            if (!sources.TryGetValue(download.Vintage, out var other) || order.Prefers(download.Source, other))
                sources[download.Vintage] = download.Source;
        var present = order.Names.Where(name => downloads.Any(download => download.Source == name)).ToArray();
        Order = present.Length > 1 ? $"order {string.Join(',', present)}" : null;
    }

    /// <summary>The order of the sources that the lake holds, as text; null if it holds fewer than two of them, so that none is
    /// preferred.</summary>
    public string? Order { get; }

    /// <summary>Whether the source of one vintage is preferred to that of another.</summary>
    public bool Prefers(string vintage, string other) =>
        Of(vintage) is { } one && Of(other) is { } two && order.Prefers(one, two);

    /// <summary>Whether a source is preferred to that of a vintage.</summary>
    public bool SourcePrefers(string source, string vintage) => Of(vintage) is { } other && order.Prefers(source, other);

    private string? Of(string vintage) => sources.GetValueOrDefault(vintage);
}
