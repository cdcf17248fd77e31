using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>A download without the rows that are withheld, and what the checks found.</summary>
/// <param name="Answer">What may be stored.</param>
/// <param name="Withheld">The rows, or dividends, that were taken out of it.</param>
/// <param name="Findings">Everything that was found and nobody has accepted.</param>
/// <param name="Examined">The sessions whose rows were checked; null if the whole download was withheld, so that none
/// was.</param>
internal sealed record DownloadReview(
    VendorDownload Answer, IReadOnlyList<RejectedRow> Withheld, IReadOnlyList<FindingRow> Findings,
    (DateOnly First, DateOnly Last)? Examined)
{
    /// <summary>The review of a download that holds another series: all of it is withheld.</summary>
    public static DownloadReview WholeWithheld(VendorDownload answer, FindingRow finding) => new(
        answer with { Bars = answer.Bars.Slice(0, 0) },
        [
            .. Enumerable.Range(0, answer.Bars.Count)
                .Select(row => Reject(answer.Bars, new Suspect(row, finding.Kind, finding.Detail))),
        ],
        [finding], Examined: null);

    /// <summary>Whether the checks have looked for an open finding again: without a new one it is resolved.</summary>
    public bool Examines(FindingRow row) => row.Kind is FindingKind.SameSeries or FindingKind.SeriesReplaced
        || (Examined is { } span && (row.Kind == FindingKind.Currency
            || (IsOfRows(row.Kind) && row.Session >= span.First && row.Session <= span.Last)));

    private static bool IsOfRows(FindingKind kind) => kind is FindingKind.ExtremePrint or FindingKind.DividendTooLarge
        or FindingKind.UnitChange or FindingKind.RepeatedRows or FindingKind.NoVolume or FindingKind.IndexLevel
        or FindingKind.CloseOutsideRange;

    /// <summary>Checks each row of a download against the others and against the lake.</summary>
    /// <param name="answer">At least one bar.</param>
    /// <param name="held">The bars in the lake.</param>
    /// <param name="known">What a person has accepted is not found again.</param>
    public static DownloadReview Of(VendorDownload answer, CuratedMarketTable held, FindingsTable known)
    {
        var bars = answer.Bars;
        var suspects = Suspects(bars, held, answer.Symbol.IsIndex)
            .Where(suspect => !known.IsAccepted(bars.Session[suspect.Row], suspect.Kind)).ToArray();
        var findings = suspects.Select(suspect => new FindingRow
        {
            Session = bars.Session[suspect.Row],
            Kind = suspect.Kind,
            Detail = suspect.Detail,
            IsWithheld = suspect.IsWithheld,
        }).ToArray();
        var withheld = suspects.Where(suspect => suspect.IsWithheld).Select(suspect => Reject(bars, suspect)).ToArray();
        var dividends = suspects.Where(suspect => suspect.Kind == FindingKind.DividendTooLarge)
            .Select(suspect => suspect.Row).ToHashSet();
        var rows = suspects.Where(suspect => suspect.IsWithheld && suspect.Kind != FindingKind.DividendTooLarge)
            .Select(suspect => suspect.Row).ToHashSet();
        if (dividends.Count > 0)
            bars = bars with { Dividend = [.. bars.Dividend.Select((amount, row) => dividends.Contains(row) ? 0 : amount)] };
        if (answer.Symbol.IsIndex)
            bars = WithoutImpossibleRanges(bars);
        if (rows.Count > 0)
            bars = bars.Take([.. Enumerable.Range(0, bars.Count).Where(row => !rows.Contains(row))]);
        return new(answer with { Bars = bars }, withheld, findings, (answer.Bars.Session[0], answer.Bars.Session[^1]));
    }

    private static IEnumerable<Suspect> Suspects(DailyBars bars, CuratedMarketTable held, bool isIndex) => isIndex
        ? [
            .. IndexChecks.Levels(bars), .. UnitChanges.Find(bars, held), .. IndexChecks.ClosesOutsideRange(bars),
            .. RepetitionChecks.RepeatedRows(bars), .. RepetitionChecks.RepeatedCloses(bars),
        ]
        : [
            .. PriceChecks.ExtremePrints(bars), .. PriceChecks.LargeDividends(bars), .. UnitChanges.Find(bars, held),
            .. RepetitionChecks.RepeatedRows(bars), .. RepetitionChecks.NoVolume(bars, held),
        ];

    /// <summary>An accepted close outside its range keeps no range: nothing may be computed from the two together.</summary>
    private static DailyBars WithoutImpossibleRanges(DailyBars bars)
    {
        var outside = Enumerable.Range(0, bars.Count)
            .Where(row => BarChecks.IsFarOutside(bars.Close[row], bars.Low[row], bars.High[row])).ToHashSet();
        return outside.Count == 0
            ? bars
            : bars with { Open = Cleared(bars.Open), High = Cleared(bars.High), Low = Cleared(bars.Low) };

        double[] Cleared(double[] prices) => [.. prices.Select((price, row) => outside.Contains(row) ? double.NaN : price)];
    }

    private static RejectedRow Reject(DailyBars bars, Suspect suspect)
    {
        var row = suspect.Row;
        var part = suspect.Kind == FindingKind.DividendTooLarge ? RejectedPart.Event : RejectedPart.Row;
        return new RejectedRow(
            BarCollector.Text(bars.Session[row]),
            part == RejectedPart.Event
                ? $"dividend {PriceChecks.Text(bars.Dividend[row])}"
                : string.Join(',',
                    new[] { bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row] }.Select(PriceChecks.Text))
                    + $",{bars.Volume[row]}",
            suspect.Detail, Severity.Error, part);
    }
}
