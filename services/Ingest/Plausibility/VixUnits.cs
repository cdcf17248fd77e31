using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Compares the levels of the VIX family in one run. They measure the same market over different periods, so one whose
/// level is several times the other's is in another unit.</summary>
internal sealed class VixUnits
{
    private const string Family = "^VIX";
    private const int FewestShared = 5;
    private const int Compared = 60;

    /// <summary>The largest ratio of the medians. VIX of nine days exceeded VIX of three months by less than 2 in March
    /// 2020.</summary>
    private const double LargestRatio = 3;

    private readonly List<VendorDownload> seen = [];

    /// <summary>The finding if an earlier index of the family has another level; otherwise null, and the download is
    /// remembered.</summary>
    public FindingRow? Find(VendorDownload answer)
    {
        if (!answer.Symbol.Value.StartsWith(Family, StringComparison.Ordinal) || answer.Bars.Count == 0)
            return null;
        foreach (var other in seen)
            if (RatioTo(other.Bars, answer.Bars) is var ratio && ratio is > LargestRatio or < 1 / LargestRatio)
                return new FindingRow
                {
                    Session = answer.Bars.Session[0],
                    Kind = FindingKind.IndexLevel,
                    Detail = string.Create(CultureInfo.InvariantCulture,
                        $"the levels are {ratio:0.00} times those of {other.Symbol} (median of the newest sessions): one of the two is "
                        + $"in another unit"),
                    IsWithheld = false,
                };
        seen.Add(answer);
        return null;
    }

    /// <summary>The median ratio over the newest shared sessions; NaN if there are too few.</summary>
    private static double RatioTo(DailyBars other, DailyBars bars)
    {
        var ratios = Enumerable.Range(0, bars.Count).TakeLast(Compared)
            .Select(row => (row, Array.BinarySearch(other.Session, bars.Session[row]))).Where(pair => pair.Item2 >= 0)
            .Select(pair => bars.Close[pair.row] / other.Close[pair.Item2]).Order().ToArray();
        return ratios.Length < FewestShared ? double.NaN : ratios[ratios.Length / 2];
    }
}
