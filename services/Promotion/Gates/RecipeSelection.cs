using System.Globalization;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// The recipe that forecasts a series by default: the shipped one if it passes the gate of a first version; else, of the models
/// of the same walk-forward that pass it, the one with the smallest QLIKE; else, for a history with too few origins to judge, the
/// model of universal slopes if the panel judges it better than HAR (<see cref="OneYearPanel"/>); else HAR, the benchmark. The
/// choice among k models on the same origins is a selection, so each is tested at the gate's level divided by k.
/// </summary>
/// <param name="Recipe">The chosen model.</param>
/// <param name="Because">Why it is not the shipped recipe, in sentences; null if it is.</param>
/// <param name="Tests">k; 1 for the shipped recipe and for HAR.</param>
public sealed record RecipeSelection(string Recipe, string? Because, int Tests)
{
    private const string Shipped = ForecasterCatalog.Shipped;
    private const string Benchmark = ForecasterCatalog.Benchmark;

    /// <param name="walkForward">The walk-forward of HAR and of the models that can run.</param>
    /// <param name="unable">Why the shipped recipe cannot run, as a sentence; null if it can.</param>
    /// <param name="champion">The recipe of the present champion, which stays if it still passes; null without a
    /// champion.</param>
    /// <param name="limits">The limits of the gate.</param>
    public static RecipeSelection Of(
        WalkForwardResult walkForward, string? unable, string? champion, PromotionLimits limits)
    {
        var pairs = walkForward.Models.Where(model => model.Name != Benchmark).ToDictionary(
            model => model.Name, model => PairedScores.Of(walkForward, model.Name, walkForward, Benchmark));
        var failure = unable ?? Failure(pairs.GetValueOrDefault(Shipped), limits, tests: 1);
        if (failure is null)
            return new(Shipped, null, 1);
        var reason = new List<string> { $"{Shipped} {(unable is null ? "did not pass its gate" : "cannot run")}: {failure}" };
        var others = pairs.Where(pair => pair.Key != Shipped && pair.Value.N > 0).ToArray();
        reason.Add(others.Length switch
        {
            0 => "No other model can run.",
            1 => $"One other model can run: {others[0].Key}.",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{others.Length} other models can run: {string.Join(", ", others.Select(pair => pair.Key))}. Each was tested at "
                + $"the level {BenchmarkTest.Level(limits, walkForward.Horizon):.00} divided by {others.Length}."),
        });
        var passed = others.Where(pair => Failure(pair.Value, limits, others.Length) is null)
            .OrderBy(pair => pair.Value.Ratio).ToArray();
        if (passed.Length == 0 && pairs.TryGetValue(ForecasterCatalog.Universal, out var own) && own.N < limits.MinimumOrigins
            && OneYearPanel.For(walkForward.Horizon) is { } panel)
        {
            var checks = panel.Checks(own.N, limits).Where(check => check.Status != CheckStatus.NotApplicable).ToArray();
            if (Array.TrueForAll(checks, check => check.Status == CheckStatus.Passed))
                return new(ForecasterCatalog.Universal, string.Create(CultureInfo.InvariantCulture,
                    $"{reason[0]} {ForecasterCatalog.Universal} takes its slopes from other tickers and only its level from "
                    + $"{walkForward.Symbol}, which has {Counted.Of(own.N, "scored origin")}, too few to judge it. On "
                    + $"{panel.Tickers} tickers, fitted on one year, its QLIKE was {panel.MedianRatio:0.000} of HAR's in the "
                    + $"median, and smaller on {panel.Better}."), 1);
        }
        if (passed.Length == 0)
        {
            reason.Add((others.Length == 0 ? "" : "None of them passed the gate. ")
                + $"The forecasts are those of {Benchmark}, the benchmark.");
            return new(Benchmark, string.Join(" ", reason), 1);
        }
        var (chosen, scores) = passed.FirstOrDefault(pair => pair.Key == champion, passed[0]);
        reason.Add(string.Create(CultureInfo.InvariantCulture,
            $"{chosen} passed the gate{(chosen == champion ? " again and is the champion's recipe"
                : passed.Length > 1 ? " with the smallest QLIKE" : "")}: its QLIKE is {scores.Ratio:0.000} of HAR's, with "
            + $"p {PValue.Text(scores.PValueAgainstBenchmark)}."));
        return new(chosen, string.Join(" ", reason), others.Length);
    }

    /// <summary>The failed checks of the gate in sentences; null if it passes.</summary>
    private static string? Failure(PairedScores? scores, PromotionLimits limits, int tests)
    {
        if (scores is not { N: > 0 })
            return "It has no forecast with a known outcome.";
        var failed = RecipeGate.AgainstBenchmark(scores, limits, tests).Where(check => check.Status == CheckStatus.Failed)
            .Select(check => check.Sentence).ToArray();
        return failed.Length == 0 ? null : string.Join(" ", failed);
    }
}
