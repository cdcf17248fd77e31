using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>One target's settled bars as outcomes need them: returns, and the range of each session, from the bars
/// alone.</summary>
public sealed class OutcomeHistory
{
    /// <summary>Calendar days before the first origin from which bars are read, so that the ranges have the same bits as those of
    /// <c>features.L2</c>.</summary>
    public const int DaysBefore = 2 * HistoryRows.SessionsOfMemory;

    private readonly ForecastingData rows;

    /// <param name="bars">Ascending. They begin <see cref="DaysBefore"/> days before the first origin, or with the target's first
    /// bar.</param>
    public OutcomeHistory(CuratedMarketTable bars)
    {
        Bars = bars;
        var absent = new double[bars.Count];
        Array.Fill(absent, double.NaN);
        var features = L2Kernel.Compute(new L2Inputs(bars.LogReturn, bars.Open, bars.High, bars.Low, bars.Close, absent));
        rows = HistoryRows.Of(bars.Symbol, bars.ToSeries(), new Dictionary<string, double[]>
        {
            [RangeOutcome.Column] = features[FeatureCatalog.L2.Names.ToList().IndexOf(RangeOutcome.Column)],
        });
    }

    /// <summary>The settled bars.</summary>
    public CuratedMarketTable Bars { get; }

    /// <summary>The newest session; null without bars.</summary>
    public DateOnly? Newest => Bars.Session is [.., var last] ? last : null;

    /// <inheritdoc cref="RealizedOutcome.Of(ForecastingData, DateOnly, DateOnly)"/>
    public RealizedOutcome? Outcome(DateOnly origin, DateOnly targetEnd) => RealizedOutcome.Of(rows, origin, targetEnd);

    /// <summary>The rows of a forecast period.</summary>
    public Range Period(DateOnly origin, DateOnly targetEnd) =>
        rows.FirstRowFrom(origin.AddDays(1))..rows.FirstRowFrom(targetEnd.AddDays(1));

    /// <summary>SHA-256 of the sessions, returns and ranges of a forecast period, and of the time at which a changed bar of it
    /// was known.</summary>
    /// <param name="origin">The forecast origin.</param>
    /// <param name="targetEnd">The last session that was forecast.</param>
    /// <param name="changedAt">When a later download changed or added one of the bars; null if none did.</param>
    public string Digest(DateOnly origin, DateOnly targetEnd, DateTimeOffset? changedAt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{rows.Symbol}\n{changedAt?.UtcTicks}\n"));
        Span<byte> bits = stackalloc byte[3 * sizeof(long)];
        var (start, length) = Period(origin, targetEnd).GetOffsetAndLength(rows.Rows);
        for (var row = start; row < start + length; row++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bits, rows.Sessions[row].DayNumber);
            BinaryPrimitives.WriteDoubleLittleEndian(bits[sizeof(long)..], rows.TargetReturns[row]);
            BinaryPrimitives.WriteDoubleLittleEndian(bits[(2 * sizeof(long))..], rows.Column(RangeOutcome.Column)[row]);
            hash.AppendData(bits);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The row of the table <c>outcomes</c>.</summary>
    /// <param name="outcome">A complete outcome.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="origin">The forecast origin.</param>
    /// <param name="targetEnd">The last session that was forecast.</param>
    /// <param name="changedAt">When a later download changed or added one of the bars; null if none did.</param>
    /// <param name="calendar">Knows when the target's end settled.</param>
    public OutcomeRow RowOf(RealizedOutcome outcome, int horizon, DateOnly origin, DateOnly targetEnd, DateTimeOffset? changedAt,
        TradingCalendar calendar)
    {
        var settled = calendar.SettlesAt(targetEnd).ToUniversalTime();
        return new()
        {
            Horizon = horizon,
            ForecastOrigin = origin,
            DataDigest = Digest(origin, targetEnd, changedAt),
            TargetEnd = targetEnd,
            KnownAt = changedAt > settled ? changedAt.Value : settled,
            RealizedVariance = outcome.Variance,
            RangeVariance = outcome.RangeVariance,
            FirstLogReturn = outcome.FirstLogReturn,
            LogReturn = outcome.LogReturn,
        };
    }
}
