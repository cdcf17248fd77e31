using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Findings;

namespace Volcast.Services.Ingest.Curation;

/// <summary>
/// Combines downloads, oldest first, into one settled bar for each session. A return is measured inside one download (a
/// vintage) only: a bar comes from the newest download that also has a bar before it, and its return is measured there. Adding
/// the downloads one at a time gives the same bars as adding all at once.
/// </summary>
/// <param name="symbol">The symbol of all bars.</param>
/// <param name="calendar">Counts the sessions that a return spans.</param>
/// <param name="accepted">Says whose contradictions a person has accepted.</param>
/// <param name="prefers">Whether the source of one vintage is preferred to that of another; null for a single source.</param>
internal sealed class Curator(
    Symbol symbol, TradingCalendar calendar, FindingsTable accepted, Func<string, string, bool>? prefers = null)
{
    private readonly Dictionary<DateOnly, FindingRow?> steps = [];

    /// <summary>For each session whose return was measured: what is wrong with the vendor's numbers, or null.</summary>
    public IReadOnlyDictionary<DateOnly, FindingRow?> Steps => steps;

    /// <summary>The bars of <paramref name="known"/>, updated by further downloads.</summary>
    /// <param name="known">The bars so far; empty for a symbol's first download.</param>
    /// <param name="downloads">Later downloads, oldest first, each with its name in the table; several only if those before the
    /// last cannot be connected without it. Bars that are not settled are left out.</param>
    /// <exception cref="DisconnectedHistoryException">A run of bars shares no session with those before it.</exception>
    public CuratedMarketTable Fold(CuratedMarketTable known, params ReadOnlySpan<(DailyBars Bars, string Vintage)> downloads)
    {
        var bars = new SortedDictionary<DateOnly, Bar>();
        for (var i = 0; i < known.Count; i++)
            bars.Add(known.Session[i], Bar.Of(known, i));
        foreach (var (download, vintage) in downloads)
            Lay(bars, download, vintage);
        return Chain([.. bars.Values]);
    }

    /// <summary>Applies one download. Where bars of a preferred source exist, it only continues them: it adds the sessions after
    /// the last of them, measured from that session inside the download itself, and replaces none. A download of another scale,
    /// as after a split, cannot continue them, so it replaces them. A bar of another source goes where it would leave a return that
    /// spans both.</summary>
    private void Lay(SortedDictionary<DateOnly, Bar> bars, DailyBars download, string vintage)
    {
        var returns = new StepReturns(download, symbol.IsIndex);
        var kept = LastPreferred(bars, download, vintage);
        DateOnly[] others =
        [
            .. bars.Values.Where(bar => Prefers(vintage, bar.Vintage) || Prefers(bar.Vintage, vintage))
                .Select(bar => bar.Session),
        ];
        var previous = -1;
        Bar? replaced = null;
        for (var i = 0; i < download.Count; i++)
        {
            if (!download.Settled[i])
                continue;
            var session = download.Session[i];
            Bar? known = bars.TryGetValue(session, out var held) ? held : null;
            // Without a bar to begin at, the returns of the download do not continue the table.
            if (session > kept && (previous < 0 ? known is null : download.Session[previous] < kept))
                return;
            if (!(session <= kept))
            {
                if (previous >= 0)
                {
                    var step = Measure(returns, download, previous, i, replaced, known);
                    bars[session] = Replace(
                        bars, Bar.Of(download, i, vintage, step, download.Session[previous]));
                    foreach (var between in others.Where(day => day > download.Session[previous] && day < session))
                        bars.Remove(between);
                }
                else if (bars.Count == 0 || bars.Keys.First() >= session)
                    bars[session] = Replace(bars, Bar.Of(download, i, vintage, double.NaN, measuredFrom: null));
            }
            (previous, replaced) = (i, known);
        }
        if (previous < 0)
            return;
        DateOnly[] later = [.. others.Where(day => day > download.Session[previous])];
        if (later.Length > 0 && bars[later[0]].MeasuredFrom < download.Session[previous])
            foreach (var session in later)
                bars.Remove(session);
    }

    private bool Prefers(string vintage, string other) => prefers is not null && prefers(vintage, other);

    /// <summary>The last session with a bar of a source that is preferred to the download's; null if there is none, or if the
    /// download has another scale.</summary>
    private DateOnly? LastPreferred(SortedDictionary<DateOnly, Bar> bars, DailyBars download, string vintage)
    {
        DateOnly? last = null;
        if (prefers is not null)
            foreach (var bar in bars.Values)
                if (Prefers(bar.Vintage, vintage))
                    last = bar.Session;
        return last is null || VintageOverlap.IsRescaled(
            download, bars.Keys.Last(), session => bars.TryGetValue(session, out var bar) ? bar.Close : null)
            ? null
            : last;
    }

    /// <summary>The return of one step of a download, after comparison with what is known of both bars.</summary>
    private double Measure(StepReturns returns, DailyBars download, int from, int to, Bar? knownFrom, Bar? known)
    {
        var session = download.Session[to];
        var step = returns.Measure(from, to);
        if (step.Fault != StepFault.None)
        {
            var finding = StepFindings.Of(download, from, to, step);
            steps[session] = finding;
            return returns.Measure(from, to, accepted.IsAccepted(session, finding.Kind)).Used;
        }
        var revised = StepFindings.Revised(download, from, to, step, knownFrom, known);
        if (revised is not null && !IsDoubted(session))
        {
            steps[session] = revised;
            return accepted.IsAccepted(session, revised.Kind) ? step.Used : known!.Value.LogReturn;
        }
        var large = StepFindings.LargeDividend(symbol, download, from, to, step);
        steps[session] = large;
        return large is null || accepted.IsAccepted(session, large.Kind) ? step.Used : StepFindings.Smaller(step);
    }

    /// <summary>Whether the return so far was used although the vendor's numbers contradicted each other and nobody has accepted
    /// them: then a later download without a contradiction replaces it.</summary>
    private bool IsDoubted(DateOnly session) => steps.TryGetValue(session, out var measured)
        ? measured is not null && measured.Kind != FindingKind.ReturnRevised && !accepted.IsAccepted(session, measured.Kind)
        : accepted.Rows.Any(row => row.Session == session && row.Status == FindingStatus.Open
            && row.Kind != FindingKind.ReturnRevised && SymbolFindings.IsOfStep(row.Kind));

    /// <summary>A bar that equals the known one does not replace it, so the known one keeps its vintage, unless that is of a source
    /// that comes later in the order.</summary>
    private Bar Replace(SortedDictionary<DateOnly, Bar> bars, Bar bar) =>
        bars.TryGetValue(bar.Session, out var known)
        && !Prefers(bar.Vintage, known.Vintage)
        && known == bar with
        {
            Vintage = known.Vintage,
            TotalReturnClose = known.TotalReturnClose,
            SessionsSpanned = known.SessionsSpanned,
        }
            ? known
            : bar;

    /// <summary>
    /// Makes each return begin exactly at the bar before it, and compounds the returns. If a return was measured across a
    /// session that another download has, the return of that session is subtracted, so that nothing counts twice.
    /// </summary>
    private CuratedMarketTable Chain(Bar[] rows)
    {
        var level = double.NaN;
        for (var i = 0; i < rows.Length; i++)
        {
            var bar = rows[i];
            var logReturn = double.NaN;
            if (i > 0)
            {
                var from = i - 1;
                for (logReturn = bar.LogReturn; from > 0 && rows[from].Session > bar.MeasuredFrom; from--)
                    logReturn -= rows[from].LogReturn;
                if (rows[from].Session != bar.MeasuredFrom)
                    throw new DisconnectedHistoryException(rows[i - 1].Session, bar.Session);
            }
            level = i == 0 ? bar.Close : level * Math.Exp(logReturn);
            rows[i] = bar with
            {
                LogReturn = logReturn,
                TotalReturnClose = level,
                SessionsSpanned = i == 0 ? 1 : Math.Max(1, calendar.Count(rows[i - 1].Session.AddDays(1), bar.Session)),
            };
        }
        return Bar.ToTable(symbol, rows);
    }
}
