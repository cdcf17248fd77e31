namespace Volcast.Market.Simulation;

/// <summary>
/// A simulated market: daily bars of SPY, ^VIX, ^VIX3M, TLT, HYG and any other ticker, on the sessions of the New York Stock
/// Exchange from <see cref="FirstSession"/> on, with a known true variance. It shows that the parts work together and says
/// nothing about a real market.
/// </summary>
/// <remarks>
/// The same random seed and parameters give the same history on every machine, and a later end only adds sessions, so the
/// market continues from day to day. Only the adjusted close depends on the end, as a vendor's does: a later dividend scales
/// all adjusted closes before its ex-date. <see cref="SimulationParameters"/> describes the model. Immutable and thread-safe;
/// the market's path is stored (about 15 MB for 27 years), and bars are computed at each call.
/// </remarks>
public sealed class SimulatedMarket
{
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    private static readonly Symbol Vix = Symbol.Parse("^VIX");
    private static readonly Symbol Vix3M = Symbol.Parse("^VIX3M");
    private static readonly Symbol Tlt = Symbol.Parse("TLT");
    private static readonly Symbol Hyg = Symbol.Parse("HYG");
    private readonly DateOnly[] sessions;
    private readonly MarketPath path;

    private SimulatedMarket(ulong seed, SimulationParameters parameters, DateOnly through, DateOnly[] sessions)
    {
        Seed = seed;
        Parameters = parameters;
        this.sessions = sessions;
        End = through;
        path = MarketPath.Generate(parameters, seed, sessions.Length);
    }

    /// <summary>The first session of every simulated history, 2000-01-03.</summary>
    public static DateOnly FirstSession { get; } = new(2000, 1, 3);

    /// <summary>The five default symbols: SPY, ^VIX, ^VIX3M, TLT, HYG. <see cref="Bars"/> also gives every other traded
    /// ticker.</summary>
    public static IReadOnlyList<Symbol> Symbols { get; } = [Spy, Vix, Vix3M, Tlt, Hyg];

    public ulong Seed { get; }

    public SimulationParameters Parameters { get; }

    /// <summary>The day that <see cref="Generate"/> was asked for.</summary>
    public DateOnly End { get; }

    public IReadOnlyList<DateOnly> Sessions => sessions;

    /// <param name="seed">The random seed, any number; another seed gives another history.</param>
    /// <param name="through">The last day; the history ends with the last session on or before it.</param>
    /// <param name="parameters">The defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="through"/> is before <see cref="FirstSession"/>, or a
    /// parameter is outside its range.</exception>
    public static SimulatedMarket Generate(ulong seed, DateOnly through, SimulationParameters? parameters = null)
    {
        if (through < FirstSession)
            throw new ArgumentOutOfRangeException(nameof(through), through,
                $"The simulated market begins on {FirstSession:yyyy-MM-dd}; ask for {FirstSession:yyyy-MM-dd} or later.");
        parameters ??= new();
        parameters.Validate();
        return new SimulatedMarket(seed, parameters, through, [.. TradingCalendar.Nyse.Sessions(FirstSession, through)]);
    }

    /// <summary>Whether this market has the symbol: every traded ticker, and the indices ^VIX and ^VIX3M.</summary>
    public static bool Has(Symbol symbol) => symbol.Value.Length > 0 && (!symbol.IsIndex || symbol == Vix || symbol == Vix3M);

    /// <summary>The bars of a symbol from the first session to the last. A ticker other than the five is a stock with its own β,
    /// volatility and noise, drawn from the random seed and its name.</summary>
    /// <exception cref="ArgumentException">The symbol is an index that is not simulated.</exception>
    public DailyBars Bars(Symbol symbol)
    {
        Require(symbol);
        if (symbol == Vix)
            return VolatilityIndex.Vix(path, Parameters, CopyOfSessions(), Seed);
        return symbol == Vix3M ? VolatilityIndex.Vix3M(path, Parameters, CopyOfSessions(), Seed) : Trade(symbol).Bars;
    }

    /// <summary>The bars that a market gives which ends on a day: later sessions are left out, and later dividends no longer
    /// lower the adjusted closes.</summary>
    /// <param name="bars">Of a market with the same seed and parameters that ends later.</param>
    /// <param name="through">The day, on or after <see cref="FirstSession"/>.</param>
    public static DailyBars Cut(DailyBars bars, DateOnly through)
    {
        var cut = bars.Between(FirstSession, through);
        return cut.Count == bars.Count ? bars
            : cut with { AdjustedClose = TradedAsset.AdjustBackwards(cut.Close, cut.Dividend) };
    }

    /// <summary>The true annualised variance of each session's log return, dividend included, from the previous close to its
    /// close: 252 · (integrated variance + squared jumps). Realised variance estimates it.</summary>
    /// <exception cref="ArgumentException">The symbol is an index, which is not traded.</exception>
    public double[] TrueVariance(Symbol symbol)
    {
        Require(symbol);
        return symbol.IsIndex
            ? throw new ArgumentException(
                $"{symbol} is an index: only a traded symbol such as SPY has a true variance.", nameof(symbol))
            : Trade(symbol).TrueVariance;
    }

    /// <summary>The expected mean annualised variance of SPY over the next sessions, at each session's close, given the model and
    /// its state. No forecast can be better on average.</summary>
    /// <param name="horizon">Sessions ahead, at least 1.</param>
    public double[] ExpectedVariance(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var expected = new VarianceExpectation(Parameters, horizon / SessionClock.SessionsPerYear);
        var steps = path.Steps.Length;
        return [.. Enumerable.Range(1, sessions.Length)
            .Select(t => expected.Given(path.Fast[t * steps - 1], path.Slow[t * steps - 1]))];
    }

    private static void Require(Symbol symbol)
    {
        if (!Has(symbol))
            throw new ArgumentException(
                $"The simulated market has no '{symbol}'. Its indices are ^VIX and ^VIX3M, and it has every traded ticker.",
                nameof(symbol));
    }

    private (DailyBars Bars, double[] TrueVariance) Trade(Symbol symbol)
    {
        var asset = symbol == Spy ? AssetParameters.Spy
            : symbol == Tlt ? AssetParameters.Tlt
            : symbol == Hyg ? AssetParameters.Hyg
            : AssetParameters.Equity(Xoshiro256.Stream(Seed, symbol.Value));
        return TradedAsset.Simulate(asset, path, Parameters, CopyOfSessions(), Seed, symbol.Value);
    }

    private DateOnly[] CopyOfSessions() => [.. sessions];
}
