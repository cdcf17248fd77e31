using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>What option prices imply at one session, by tenor.</summary>
/// <param name="Held">The indices with a close on the session, by tenor.</param>
/// <param name="Missing">The others, each with its reason.</param>
public sealed record ImpliedLevels(IReadOnlyList<ImpliedLevel> Held, IReadOnlyList<MissingLevel> Missing)
{
    /// <summary>Nothing was read.</summary>
    public static ImpliedLevels None { get; } = new([], []);

    /// <summary>The index over nine calendar days. It is no input of a model, so only a person adds it to the lake.</summary>
    public static Symbol Vix9D { get; } = Symbol.Parse("^VIX9D");

    private const int NineDays = 9, Month = 30, Quarter = 93;

    /// <summary>The indices of a target with their tenors in calendar days: those of the S&amp;P 500 over nine days, a month and
    /// three months, and the target's own, which covers a month as each of Cboe's indices does.</summary>
    private static IEnumerable<(Symbol Index, int Days)> IndicesOf(AssetRoles roles) =>
    [
        (Vix9D, NineDays), (AssetRoles.Vix, Month), .. roles.HasOwnImplied && roles.Implied != AssetRoles.Vix
            ? [(roles.Implied, Month)] : Array.Empty<(Symbol, int)>(),
        (roles.Implied3M, Quarter),
    ];

    /// <summary>The levels by the bars in memory.</summary>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="session">The session.</param>
    /// <param name="barsOf">The bars of an index; null if there are none.</param>
    public static ImpliedLevels Of(AssetRoles roles, DateOnly session, Func<Symbol, MarketSeries?> barsOf)
    {
        var held = new List<ImpliedLevel>();
        var missing = new List<MissingLevel>();
        foreach (var (index, days) in IndicesOf(roles))
            if (barsOf(index) is not { } bars)
                missing.Add(new(index, $"the lake has no bars of {index}."));
            else if (bars.CloseOn([session])[0] is var close && double.IsFinite(close))
                held.Add(new(index, days, close / 100));
            else
                missing.Add(new(index, $"{index} has no close on {session:yyyy-MM-dd}."));
        return new(held, missing);
    }

    /// <summary>The levels by the lake.</summary>
    /// <exception cref="LakeException">A table is damaged.</exception>
    public static async Task<ImpliedLevels> ReadAsync(DataLake lake, AssetRoles roles, DateOnly session, CancellationToken stop)
    {
        var bars = new Dictionary<Symbol, MarketSeries>();
        foreach (var (index, _) in IndicesOf(roles))
            if (await lake.SnapshotAsync(CuratedMarketTable.Schema, index, stop) is not null)
                bars[index] = CuratedMarketTable.FromFrame(
                    index, await lake.ReadAsync(CuratedMarketTable.Schema, index, session, session, stop)).ToSeries();
        return Of(roles, session, index => bars.GetValueOrDefault(index));
    }
}

/// <summary>The level of one implied-volatility index.</summary>
/// <param name="Index">The index.</param>
/// <param name="CalendarDays">What it covers.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public sealed record ImpliedLevel(Symbol Index, int CalendarDays, double Volatility);

/// <summary>An index without a level.</summary>
/// <param name="Index">The index.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record MissingLevel(Symbol Index, string Reason);
