using Volcast.Lake.Tables;

namespace Volcast.Services.Forecasts;

/// <summary>A stored forecast and its reproduction.</summary>
/// <param name="Stored">The row of the table <c>forecasts</c>.</param>
/// <param name="Rebuilt">The same row from the present bars.</param>
/// <param name="Restated">A sentence for each symbol whose bars were changed or added since; empty if the inputs are the same, or
/// if the downloads do not show it.</param>
public sealed record Reproduction(ForecastRow Stored, ForecastRow Rebuilt, IReadOnlyList<string> Restated)
{
    /// <summary>Whether the present bars and model give other inputs than those of the stored forecast.</summary>
    public bool HasOtherInputs => Stored.InputDigest != Rebuilt.InputDigest;

    /// <summary>The fields that differ, with both values; empty if the reproduction is equal to the last bit.</summary>
    public IReadOnlyList<string> Differences { get; } =
    [
        .. Compare("model_version", Stored.ModelVersion, Rebuilt.ModelVersion),
        .. Compare("variance", Stored.Variance, Rebuilt.Variance),
        .. Compare("lower80", Stored.Lower80, Rebuilt.Lower80),
        .. Compare("upper80", Stored.Upper80, Rebuilt.Upper80),
        .. Compare("lower95", Stored.Lower95, Rebuilt.Lower95),
        .. Compare("upper95", Stored.Upper95, Rebuilt.Upper95),
        .. Stored.HasFigures ? CompareFigures(Stored, Rebuilt) : [],
        .. Compare("base", Stored.Base, Rebuilt.Base),
        .. Compare("target_end", Stored.TargetEnd, Rebuilt.TargetEnd),
        .. Compare("contributions", Stored.Contributions, Rebuilt.Contributions),
        .. Compare("input_digest", Stored.InputDigest, Rebuilt.InputDigest),
        .. Compare("one_session_input_digest", Stored.OneSessionInputDigest, Rebuilt.OneSessionInputDigest),
    ];

    private static IEnumerable<string> CompareFigures(ForecastRow stored, ForecastRow rebuilt) =>
    [
        .. Compare("implied", stored.Implied, rebuilt.Implied),
        .. stored.ImpliedIndex is null ? [] : Compare("implied_index", stored.ImpliedIndex, rebuilt.ImpliedIndex),
        .. Compare("chance_above_implied", stored.ProbabilityAboveImplied, rebuilt.ProbabilityAboveImplied),
        .. Compare("chance_above_20", stored.ProbabilityAbove20, rebuilt.ProbabilityAbove20),
        .. Compare("tail risk of a session at 95 %", stored.OneDay95, rebuilt.OneDay95),
        .. Compare("tail risk of a session at 99 %", stored.OneDay99, rebuilt.OneDay99),
        .. stored.HasWindows ? CompareWindows(stored, rebuilt) : [],
        .. Compare("tail risk of the horizon at 95 %", stored.Horizon95, rebuilt.Horizon95),
        .. Compare("tail risk of the horizon at 99 %", stored.Horizon99, rebuilt.Horizon99),
    ];

    private static IEnumerable<string> CompareWindows(ForecastRow stored, ForecastRow rebuilt) =>
    [
        .. Compare("tail risk of a session at 97.5 %", stored.OneDay975, rebuilt.OneDay975),
        .. Compare("tail risk of the horizon at 97.5 %", stored.Horizon975, rebuilt.Horizon975),
        .. Compare("windows_1d", stored.OneDayWindows, rebuilt.OneDayWindows),
        .. Compare("windows", stored.HorizonWindows, rebuilt.HorizonWindows),
    ];

    private static IEnumerable<string> Compare<T>(string field, T stored, T rebuilt) =>
        EqualityComparer<T>.Default.Equals(stored, rebuilt) ? [] : [$"{field}: stored {stored}, rebuilt {rebuilt}"];
}
