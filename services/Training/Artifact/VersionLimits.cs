using System.Globalization;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Market;
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

    /// <summary>The origins in each third of the implied-volatility index below which the thirds are not compared.</summary>
    private const int FewestOrigins = 50;

    /// <summary>The limits that apply, as sentences.</summary>
    public static IReadOnlyList<string> Of(FinishedTraining training)
    {
        var walkForward = training.Evidence.WalkForward is { } csv ? BacktestFile.Read("the walk-forward", csv) : null;
        return Of(training.Fitted.Spec, training.Data, walkForward, training.Evidence.Document.Benchmark);
    }

    /// <summary>The limits that apply, as sentences.</summary>
    /// <param name="recipe">The fitted model.</param>
    /// <param name="data">What it learnt from, up to the newest session.</param>
    /// <param name="walkForward">Its forecasts out of sample; null if there are none.</param>
    /// <param name="benchmark">The model with which it is compared there.</param>
    public static IReadOnlyList<string> Of(
        FittedModelSpec recipe, TargetHistory data, WalkForwardResult? walkForward, string benchmark)
    {
        var rows = data.Rows;
        var learnt = rows.FirstRowFrom(recipe.TrainingFrom)..(rows.FirstRowFrom(recipe.TrainingTo) + 1);
        return
        [
            .. new[]
            {
                History(recipe), Regimes(recipe, rows, learnt), Weakest(recipe, rows, walkForward, benchmark),
                Splits(recipe, data, learnt), Trading(rows, learnt),
            }.OfType<string>(),
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

    /// <summary>The third of the implied-volatility index in which the model compares worst with the benchmark, if it loses
    /// there.</summary>
    private static string? Weakest(
        FittedModelSpec recipe, ForecastingData rows, WalkForwardResult? walkForward, string benchmark)
    {
        if (walkForward is null || recipe.ImpliedIndex is not { } index || recipe.Name == benchmark
            || !rows.ColumnNames.Contains(ForecastInputs.ImpliedColumn)
            || walkForward.Models.FirstOrDefault(model => model.Name == recipe.Name) is not { } own
            || walkForward.Models.FirstOrDefault(model => model.Name == benchmark) is not { } other)
            return null;
        var level = rows.Column(ForecastInputs.ImpliedColumn).ToArray();
        var scored = (
            from i in Enumerable.Range(0, walkForward.Origins.Length)
            let row = rows.FirstRowFrom(walkForward.Origins[i])
            let loss = Losses.Qlike(walkForward.RealizedVariance[i], own.Variance[i])
            let reference = Losses.Qlike(walkForward.RealizedVariance[i], other.Variance[i])
            where row < rows.Rows && rows.Sessions[row] == walkForward.Origins[i] && double.IsFinite(level[row])
                && double.IsFinite(loss) && double.IsFinite(reference)
            orderby level[row]
            select (Level: level[row], Loss: loss, Reference: reference)).ToArray();
        var third = scored.Length / 3;
        if (third < FewestOrigins)
            return null;
        var (worst, ratio) = new[] { scored[..third], scored[third..^third], scored[^third..] }
            .Select(part => (part, part.Sum(one => one.Loss) / part.Sum(one => one.Reference))).MaxBy(one => one.Item2);
        return ratio < 1 ? null
            : Invariant($"**Weakest regime.** With {index} from {worst[0].Level:0.0} to {worst[^1].Level:0.0} points at the origin, a ")
                + Invariant($"third of the origins of the walk-forward, its loss was {ratio:.000} of that of `{benchmark}`.");
    }

    private static string? Splits(FittedModelSpec recipe, TargetHistory data, Range learnt)
    {
        var sessions = data.Rows.Sessions[learnt].ToArray();
        var returns = data.Rows.TargetReturns[learnt];
        var days = data.Splits.Where(day => Array.BinarySearch(sessions, day) >= 0).ToArray();
        if (days.Length == 0)
            return null;
        var largest = 0.0;
        foreach (var day in days)
            if (returns[Array.BinarySearch(sessions, day)] is var change && double.IsFinite(change))
                largest = Math.Max(largest, Math.Abs(change));
        return Invariant($"**Splits.** {recipe.Symbol} had {Counted.Of(days.Length, "split")} in the training rows, the newest on ")
            + Invariant($"{days[^1]:yyyy-MM-dd}. Its returns rest on the vendor's adjustment; the largest on these days is ")
            + Invariant($"{largest:0.0 %}. A vendor that adjusts late gives one false return of the size of the split, which the checks ")
            + "of the data report.";
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
