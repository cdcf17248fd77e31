using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>The settled bars of one source compared with those of the next source that has the symbol.</summary>
/// <param name="Findings">The sessions on which the two differ.</param>
/// <param name="Compared">The sessions that both have.</param>
/// <param name="Notes">Why there was no comparison.</param>
internal sealed record SourceComparison(
    IReadOnlyList<FindingRow> Findings, IReadOnlySet<DateOnly> Compared, IReadOnlyList<string> Notes)
{
    /// <summary>In points of an index. Vendors round its value to a hundredth.</summary>
    private const double LargestDifference = .05;

    /// <summary>The newest sessions that are compared of a traded symbol; of an index, all that were downloaded, because Cboe's
    /// file holds the whole history anyway.</summary>
    private const int NewestSessions = 10;

    private static readonly SourceComparison Nothing = new([], new HashSet<DateOnly>(), []);

    /// <summary>Whether the sources have been compared on the session of an open finding again.</summary>
    public bool Examines(FindingRow row) => row.Kind == FindingKind.SourcesDisagree && Compared.Contains(row.Session);

    /// <summary>Asks the other sources, in their order, until one has the symbol. One that fails is named in a note, and the bars
    /// are used without a comparison.</summary>
    /// <param name="used">The download to compare, at least one bar.</param>
    /// <param name="others">The sources after it in the order.</param>
    /// <param name="filter">Says which bars of the other source are settled.</param>
    /// <param name="stop">Stops waiting and downloading.</param>
    public static async Task<SourceComparison> AskAsync(
        VendorDownload used, IEnumerable<IMarketDataSource> others, CalendarFilter filter, CancellationToken stop)
    {
        var bars = used.Bars;
        if (bars.Count == 0)
            return Nothing;
        var from = used.Symbol.IsIndex ? bars.Session[0] : bars.Session[Math.Max(0, bars.Count - NewestSessions)];
        foreach (var source in others)
        {
            try
            {
                var answer = await source.DownloadAsync(used.Symbol, from, to: null, stop);
                return Of(used, filter.Apply(answer, isFile: false));
            }
            catch (MarketDataException failure) when (failure.Kind == MarketDataFailure.NotFound)
            {
                continue;
            }
            catch (MarketDataException failure)
            {
                return Nothing with
                {
                    Notes = [$"the bars were not compared with {source.Name}: {SourceRefusals.Reason(failure)}"],
                };
            }
        }
        return Nothing;
    }

    /// <summary>Compares what two sources say of the same settled sessions: the closes, and the returns with dividends and
    /// splits of a traded symbol.</summary>
    public static SourceComparison Of(VendorDownload used, VendorDownload other)
    {
        var (ours, theirs) = (used.Bars, other.Bars);
        var (ourReturns, theirReturns) = (
            new StepReturns(ours, used.Symbol.IsIndex), new StepReturns(theirs, used.Symbol.IsIndex));
        var findings = new List<FindingRow>();
        var compared = new HashSet<DateOnly>();
        var before = (Ours: -1, Theirs: -1, Agree: false);
        for (var row = 0; row < ours.Count; row++)
        {
            if (!ours.Settled[row] || theirs.IndexOf(ours.Session[row]) is not (>= 0 and var match) || !theirs.Settled[match])
                continue;
            compared.Add(ours.Session[row]);
            var (close, otherClose) = (ours.Close[row], theirs.Close[match]);
            var agrees = used.Symbol.IsIndex
                ? Math.Abs(close - otherClose) <= LargestDifference + Rounding
                : Math.Abs(Math.Log(close / otherClose)) <= StepReturns.Tolerance;
            if (!agrees)
                findings.Add(Of(ours.Session[row], "the close", used.Source, Number(close), other.Source, Number(otherClose)));
            else if (!used.Symbol.IsIndex && before.Agree && before.Ours == row - 1 && before.Theirs == match - 1)
            {
                var (move, otherMove) = (ourReturns.Measure(row - 1, row).Used, theirReturns.Measure(match - 1, match).Used);
                // The closes agree, so the returns without them differ by dividends and splits alone.
                var events = move - Math.Log(close / ours.Close[row - 1]);
                var otherEvents = otherMove - Math.Log(otherClose / theirs.Close[match - 1]);
                if (Math.Abs(events - otherEvents) > StepReturns.Tolerance)
                    findings.Add(Of(
                        ours.Session[row], "the log return with dividends", used.Source, Move(move), other.Source,
                        Move(otherMove)));
            }
            before = (row, match, agrees);
        }
        return new SourceComparison(findings, compared, []);
    }

    /// <summary>Two numbers with two decimals differ by .05 only up to the rounding of binary fractions.</summary>
    private const double Rounding = 1e-9;

    private static FindingRow Of(
        DateOnly session, string what, string source, string value, string otherSource, string otherValue) => new()
        {
            Session = session,
            Kind = FindingKind.SourcesDisagree,
            Detail = $"{what} is {value} by {source} and {otherValue} by {otherSource}; that of {source} is used",
            IsWithheld = false,
        };

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Move(double move) => move.ToString("+0.000000;-0.000000", CultureInfo.InvariantCulture);
}
