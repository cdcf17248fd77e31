using System.Globalization;
using Volcast.Evaluation;
using Volcast.Evidence.Backtests;
using Volcast.Forecasting;

namespace Volcast.Evidence.Published;

/// <summary>Checks the statements of manifest.json that the other files can confirm: dates, counts, models, the flags of the
/// command, skipped origins, and that the reasons add up to the forecasts.</summary>
internal static class ManifestStatements
{
    /// <summary>The statements that do not hold: the statement, the stated text and the correct text.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="backtest">The backtest in the other files.</param>
    /// <param name="folder">The name of the folder, <c>volcast-1/SPY-5d</c>.</param>
    public static IEnumerable<(string Place, string Stated, string Actual)> Wrong(
        EvidenceManifest manifest, Backtest backtest, string folder) =>
        Facts(manifest, backtest, folder).Where(fact => fact.Stated != fact.Actual)
            .Concat(Sessions(backtest.Result))
            .Concat(Gaps(manifest, backtest.Result))
            .Concat(LookBack(backtest))
            .Concat(Reasons(backtest));

    private static IEnumerable<(string Place, string Stated, string Actual)> Facts(
        EvidenceManifest manifest, Backtest backtest, string folder)
    {
        var (result, run) = (backtest.Result, manifest.Run);
        var models = string.Join(',', result.Models.Select(m => m.Name));
        yield return ("first_origin", CsvTable.Date(manifest.FirstOrigin),
            CsvTable.Date(result.Origins.FirstOrDefault()));
        yield return ("last_origin", CsvTable.Date(manifest.LastOrigin), CsvTable.Date(result.Origins.LastOrDefault()));
        yield return ("origins", $"{manifest.Origins}", $"{result.Origins.Length}");
        yield return ("models", string.Join(',', manifest.Models), models);
        yield return ("release/symbol-horizon", $"{manifest.Release}/{backtest.Name}", folder);
        yield return ("run market", run.DataKind, BacktestRun.Real);
        yield return ("run purged_rows", $"{run.PurgedRows}", $"{manifest.Horizon}");
        foreach (var (part, name) in new[] { ("model", run.Model), ("benchmark", run.Benchmark) })
            yield return ($"run {part}", name, manifest.Models.Contains(name) ? name : $"one of {models}");

        var command = run.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        yield return ("command --target", Flag("--target"), manifest.Symbol);
        yield return ("command --horizon", Flag("--horizon"), $"{manifest.Horizon}");
        yield return ("command --from", Flag("--from"), CsvTable.Date(manifest.FirstOrigin));
        var to = Flag("--to");
        yield return ("command --to", to, to.Length == 0
            || DateOnly.TryParseExact(to, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
            && last >= manifest.LastOrigin
                ? to : $"{manifest.LastOrigin:yyyy-MM-dd} or later");
        yield return ("command --models", Flag("--models"), models);
        yield return ("command --seed", Flag("--seed"), $"{run.Seed}");
        yield return ("command --refit-every", Flag("--refit-every", $"{new WalkForwardOptions().RefitEvery}"),
            $"{run.RefitEvery}");
        yield return ("command --rolling", Flag("--rolling"), $"{run.RollingRows}");

        string Flag(string name, string absent = "") =>
            Array.IndexOf(command, name) is >= 0 and var place && place + 1 < command.Length ? command[place + 1] : absent;
    }

    /// <summary>Origins ascend. If an outcome is known, none of its sessions is missing, so it ends in the row of its last
    /// session.</summary>
    private static IEnumerable<(string Place, string Stated, string Actual)> Sessions(WalkForwardResult result)
    {
        for (var row = 1; row < result.Origins.Length; row++)
            if (result.Origins[row] <= result.Origins[row - 1])
                yield return ($"forecast_origin {result.Origins[row]:yyyy-MM-dd}", $"after {result.Origins[row - 1]:yyyy-MM-dd}",
                    "not in order");
        for (var row = 0; row + result.Horizon < result.Origins.Length; row++)
            if (double.IsFinite(result.RealizedVariance[row]) && result.TargetEnds[row] != result.Origins[row + result.Horizon])
                yield return ($"target_end of {result.Origins[row]:yyyy-MM-dd}", $"{result.TargetEnds[row]:yyyy-MM-dd}",
                    $"{result.Origins[row + result.Horizon]:yyyy-MM-dd}");
    }

    /// <summary>A model has no forecast on the origins that the manifest lists as skipped, and every origin without a forecast is
    /// listed.</summary>
    private static IEnumerable<(string Place, string Stated, string Actual)> Gaps(
        EvidenceManifest manifest, WalkForwardResult result)
    {
        foreach (var model in result.Models)
        {
            var absent = result.Origins.Where((_, row) => double.IsNaN(model.Variance[row])).ToHashSet();
            var stretches = manifest.SkippedOrigins.Where(s => s.Model == model.Name).ToArray();
            foreach (var day in stretches.SelectMany(s => new[] { s.From, s.To }).Distinct().Where(day =>
                !absent.Contains(day) && day >= manifest.FirstOrigin))
                yield return ($"sat_out {model.Name}", $"none on {day:yyyy-MM-dd}", "a forecast");
            foreach (var day in absent.Where(day => !stretches.Any(s => day >= s.From && day <= s.To)).Order())
                yield return ($"sat_out {model.Name}", $"a forecast on {day:yyyy-MM-dd}", "none");
        }
        var names = result.Models.Select(m => m.Name).ToHashSet();
        foreach (var model in manifest.SkippedOrigins.Select(s => s.Model).Concat(manifest.ReusedParameters.Select(k => k.Model))
            .Distinct().Where(model => !names.Contains(model)))
            yield return ("sat_out and kept_parameters", model, "no such model");
        foreach (var kept in manifest.ReusedParameters.Where(k =>
            k.FittedOn >= k.From || k.From > k.To || k.To > manifest.LastOrigin))
            yield return ($"kept_parameters {kept.Model}",
                $"fitted on {kept.FittedOn:yyyy-MM-dd} for {kept.From:yyyy-MM-dd} to {kept.To:yyyy-MM-dd}", "not in order");
    }

    private static IEnumerable<(string Place, string Stated, string Actual)> LookBack(Backtest backtest)
    {
        if (backtest.LookBackRows is null != backtest.LookBack is null)
            yield return ("look_back_rows", $"{backtest.LookBackRows}",
                backtest.LookBack is null ? "no look_back.csv" : "look_back.csv");
        if (backtest.LookBack is not { } other)
            yield break;
        var result = backtest.Result;
        if (!other.Origins.SequenceEqual(result.Origins) || !other.TargetEnds.SequenceEqual(result.TargetEnds)
            || !other.RealizedVariance.SequenceEqual(result.RealizedVariance))
            yield return ("look_back.csv", "the origins and outcomes of forecasts.csv", "others");
    }

    /// <summary>Base and mean contributions of a month add up to the mean of its forecasts, on the scale of the
    /// reasons.</summary>
    private static IEnumerable<(string Place, string Stated, string Actual)> Reasons(Backtest backtest)
    {
        if (backtest.Reasons is not { } reasons || backtest.Result.Models.All(m => m.Name != reasons.Model))
            yield break;
        var (origins, variance) = (backtest.Result.Origins, backtest.Result.Model(reasons.Model).Variance);
        var forecast = Enumerable.Range(0, origins.Length).Where(row => double.IsFinite(variance[row]))
            .ToLookup(row => new DateOnly(origins[row].Year, origins[row].Month, 1),
                row => ReasonsByOrigin.Output(reasons.Scale, variance[row]));
        foreach (var month in reasons.Months)
        {
            var own = forecast[month.Month].ToArray();
            var (sum, mean) = (month.Base + month.Mean.Sum(), own.DefaultIfEmpty(double.NaN).Average());
            if (own.Length != month.Origins)
                yield return ($"reasons of {month.Month:yyyy-MM}", $"{month.Origins} origins", $"{own.Length} forecasts");
            else if (!(Math.Abs(sum - mean) <= Tolerance(month, reasons.Scale)))
                yield return ($"reasons of {month.Month:yyyy-MM}", Number(sum), Number(mean));
        }
        foreach (var month in forecast.Select(m => m.Key).Except(reasons.Months.Select(m => m.Month)).Order())
            yield return ($"reasons of {month:yyyy-MM}", "none", $"{forecast[month].Count()} forecasts");
    }

    /// <summary>The rounding error of the digits, plus the tolerance for base and contributions of a single origin.</summary>
    private static double Tolerance(ReasonsOfMonth month, ContributionScale scale) =>
        Math.Pow(10, 1 - EvidenceFiles.FewDigits) * (Math.Abs(month.Base) + month.Mean.Sum(Math.Abs))
        + (scale == ContributionScale.LogVariance ? 1e-6 : 1e-5);

    private static string Number(double value) => value.ToString("G8", CultureInfo.InvariantCulture);
}
