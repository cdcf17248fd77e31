namespace Volcast.Services.Ingest.Sources;

/// <summary>The sources of a run by their names in the lake, the preferred one first.</summary>
/// <param name="Names">Each source once.</param>
public sealed record SourceOrder(IReadOnlyList<string> Names)
{
    /// <summary>Whether the bars of one source are preferred to those of another. Between two sources of which one is not in the
    /// order, none is preferred, and the newer download counts.</summary>
    public bool Prefers(string source, string other) =>
        PlaceOf(source) is >= 0 and var place && PlaceOf(other) > place;

    private int PlaceOf(string source)
    {
        for (var place = 0; place < Names.Count; place++)
            if (Names[place] == source)
                return place;
        return -1;
    }
}
