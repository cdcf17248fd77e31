using System.Globalization;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Volatility;

namespace Volcast.Services.Training.Artifact;

/// <summary>What a version does not know, measured on its own training data. A limit that does not apply is not listed.</summary>
internal static class VersionLimits
{
    /// <summary>Training rows below which a history is short: five years, which hold one turn of calm and stress at best.</summary>
    private const int ShortRows = 5 * RealizedVariance.SessionsPerYear;

    /// <summary>The level of an implied-volatility index from which a market is in stress, points.</summary>
    private const double Stress = 30;

    /// <summary>The share of rows in stress below which it is rare.</summary>
    private const double RareStress = .02;

    /// <summary>The share of returns of exactly zero from which trading is thin.</summary>
    private const double ThinTrading = .01;

    /// <summary>The limits that apply, as sentences.</summary>
    /// <param name="recipe">The fitted model.</param>
    /// <param name="rows">The data that it learnt from, up to the newest session.</param>
    public static IReadOnlyList<string> Of(FittedModelSpec recipe, ForecastingData rows)
    {
        var learnt = rows.FirstRowFrom(recipe.TrainingFrom)..(rows.FirstRowFrom(recipe.TrainingTo) + 1);
        return
        [
            .. new[] { History(recipe), Regimes(recipe, rows, learnt), Trading(rows, learnt) }.OfType<string>(),
            .. Newest(recipe, rows, learnt),
        ];
    }

    private static string? History(FittedModelSpec recipe)
    {
        if (recipe.TrainingRows >= ShortRows)
            return null;
        var borrowed = recipe.Slopes is { } own
            ? $" Its slopes are those of other tickers, cut on {own.To:yyyy-MM-dd}; only the level is of {recipe.Symbol}."
            : recipe.Members?.FirstOrDefault(member => member.Slopes is not null) is { } member
            ? Invariant($" The slopes of other tickers have a weight of {member.Weight:.00} in it.")
            : "";
        return Invariant($"**Short history.** It learnt from {recipe.TrainingRows:N0} rows, less than the {ShortRows:N0} of five years.")
            + borrowed;
    }

    private static string? Regimes(FittedModelSpec recipe, ForecastingData rows, Range learnt)
    {
        if (recipe.ImpliedIndex is not { } index || !rows.ColumnNames.Contains(ForecastInputs.ImpliedColumn))
            return null;
        var levels = rows.Column(ForecastInputs.ImpliedColumn)[learnt].ToArray().Where(double.IsFinite).ToArray();
        var stressed = levels.Count(level => level > Stress) / (double)levels.Length;
        return levels.Length == 0 || stressed >= RareStress ? null
            : Invariant($"**Little stress.** {index} was above {Stress:0} points on {stressed:0.0 %} of its training rows, and never ")
                + Invariant($"above {levels.Max():0.0}. It has hardly learnt from a crisis.");
    }

    private static string? Trading(ForecastingData rows, Range learnt)
    {
        var returns = rows.TargetReturns[learnt].ToArray().Where(double.IsFinite).ToArray();
        var zeros = returns.Count(one => one == 0) / (double)returns.Length;
        return returns.Length == 0 || zeros < ThinTrading ? null
            : Invariant($"**Thin trading.** {zeros:0.0 %} of its returns are exactly zero. Stale prices hide variance and release it at ")
                + "once. With many of them the likelihood of a GARCH with Student's t has no maximum; such a fit is skipped.";
    }

    private static IEnumerable<string> Newest(FittedModelSpec recipe, ForecastingData rows, Range learnt)
    {
        double[] newest = [.. recipe.Inputs.Select(input => rows.Column(input)[^1])];
        return InputRanges.Of(rows, recipe.Inputs, learnt.End.Value).Warnings(newest)
            .Select(sentence => $"**Inputs outside training.** On {rows.Sessions[^1]:yyyy-MM-dd} {sentence}.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
