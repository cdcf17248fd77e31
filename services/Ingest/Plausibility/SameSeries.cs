using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Notices two symbols of one run with the same closes on the same sessions: one of the two holds the other's
/// data.</summary>
internal sealed class SameSeries
{
    /// <summary>The newest closes are compared; no two assets share as many.</summary>
    private const int Compared = 10;

    private const int FewestDifferentCloses = 3;
    private readonly Dictionary<string, Symbol> seen = new(StringComparer.Ordinal);

    /// <summary>The finding if an earlier symbol has the same closes; otherwise null, and the closes are remembered.</summary>
    public FindingRow? Find(VendorDownload answer)
    {
        var bars = answer.Bars;
        var settled = Enumerable.Range(0, bars.Count).Where(row => bars.Settled[row]).TakeLast(Compared).ToArray();
        if (settled.Length < Compared || settled.Select(row => bars.Close[row]).Distinct().Count() < FewestDifferentCloses)
            return null;
        var series = string.Join('|', settled.Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{bars.Session[row]:yyyy-MM-dd} {bars.Close[row]:R}")));
        if (seen.TryAdd(series, answer.Symbol) || seen[series] == answer.Symbol)
            return null;
        return new FindingRow
        {
            Session = bars.Session[0],
            Kind = FindingKind.SameSeries,
            Detail = $"the newest {Compared} closes equal those of {seen[series]}: one of the two holds the other's data",
            IsWithheld = true,
        };
    }
}
