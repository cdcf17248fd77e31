namespace Volcast.Lake.Tables;

/// <summary>What a check of market data found.</summary>
public enum FindingKind
{
    /// <summary>Close, dividend and adjusted close of a session contradict each other.</summary>
    EventsDisagree,

    /// <summary>A stated split is not reflected in the earlier prices.</summary>
    SplitNotApplied,

    /// <summary>The ratio of adjusted close to close falls.</summary>
    AdjustmentFalls,

    /// <summary>The adjusted close implies an unusually large dividend.</summary>
    AdjustmentJumps,

    /// <summary>A later download changes a return although the close is the same.</summary>
    ReturnRevised,

    /// <summary>A dividend of half the price or more.</summary>
    DividendTooLarge,

    /// <summary>A high or low beyond three times the close.</summary>
    ExtremePrint,

    /// <summary>Prices step by a factor of about a hundred, as between dollars and cents.</summary>
    UnitChange,

    /// <summary>An implied-volatility index outside 2 to 500 points.</summary>
    IndexLevel,

    /// <summary>An index's close is far outside its otherwise possible range of the session.</summary>
    CloseOutsideRange,

    /// <summary>Rows that repeat the row before in every number.</summary>
    RepeatedRows,

    /// <summary>No volume on a session, although the symbol trades on nearly all.</summary>
    NoVolume,

    /// <summary>Open, high, low and close are equal on most sessions.</summary>
    NoRange,

    /// <summary>A return beyond 50 %.</summary>
    ExtremeReturn,

    /// <summary>A return beyond 25 % that the next session reverses.</summary>
    ReversedReturn,

    /// <summary>A quarter without a dividend of a fund that pays one in every quarter.</summary>
    DividendMissing,

    /// <summary>A dividend far larger than those around it, of such a fund.</summary>
    DividendUnusual,

    /// <summary>The history begins long after the look-back and the symbol's first trade.</summary>
    ShortHistory,

    /// <summary>The vendor states another currency than US dollars.</summary>
    Currency,

    /// <summary>The series equals that of another symbol.</summary>
    SameSeries,

    /// <summary>Nearly every close differs from the stored one, and not by a split: the file holds another series.</summary>
    SeriesReplaced,

    /// <summary>Two sources differ about the same session.</summary>
    SourcesDisagree,
}
