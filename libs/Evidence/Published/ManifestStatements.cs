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
    /// <param name="content">The files of the folder.</param>
    /// <param name="folder">The name of the folder, <c>volcast-1/SPY-5d</c>.</param>
    public static IEnumerable<(string Place, string Stated, string Actual)> Wrong(EvidenceContent content, string folder) =>
        Facts(content, folder).Where(fact => fact.Stated != fact.Actual)
            .Concat(Sessions(content.Forecasts, content.Manifest.Horizon))
            .Concat(HitColumns.Origins(content.Hits).Zip(content.Forecasts.Origins)
                .Where(row => row.First != row.Second)
                .Select(row => ("forecast_origin in hits.csv", $"{row.First:yyyy-MM-dd}", $"{row.Second:yyyy-MM-dd}")))
            .Concat(Gaps(content))
            .Concat(LookBack(content))
            .Concat(Reasons(content));

    private static IEnumerable<(string Place, string Stated, string Actual)> Facts(EvidenceContent content, string folder)
    {
        var (manifest, origins) = (content.Manifest, content.Forecasts.Origins);
        var run = manifest.Run;
        var models = string.Join(',', manifest.Models);
        yield return ("first_origin", CsvTable.Date(manifest.FirstOrigin),
            CsvTable.Date(origins.FirstOrDefault()));
        yield return ("last_origin", CsvTable.Date(manifest.LastOrigin), CsvTable.Date(origins.LastOrDefault()));
        yield return ("origins", $"{manifest.Origins}", $"{origins.Length}");
        yield return ("models in losses.csv", string.Join(',', content.Losses.Models),
            string.Join(',', manifest.Models.Where(content.Losses.Models.Contains)));
        yield return ("origins in losses.csv", $"{content.Losses.Origins.Sum()}", $"{content.Forecasts.ScoredRows.Length}");
        yield return ("release/symbol-horizon", $"{manifest.Release}/{manifest.Symbol}-{manifest.Horizon}d", folder);
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
    private static IEnumerable<(string Place, string Stated, string Actual)> Sessions(OriginForecasts forecasts, int horizon)
    {
        var (origins, ends) = (forecasts.Origins, forecasts.TargetEnds);
        for (var row = 1; row < origins.Length; row++)
            if (origins[row] <= origins[row - 1])
                yield return ($"forecast_origin {origins[row]:yyyy-MM-dd}", $"after {origins[row - 1]:yyyy-MM-dd}",
                    "not in order");
        foreach (var row in forecasts.ScoredRows.Where(row => row + horizon < origins.Length))
            if (ends[row] != origins[row + horizon])
                yield return ($"target_end of {origins[row]:yyyy-MM-dd}", $"{ends[row]:yyyy-MM-dd}",
                    $"{origins[row + horizon]:yyyy-MM-dd}");
    }

    /// <summary>The recipe has no forecast on the origins that the manifest lists as skipped, and every origin without a forecast
    /// is listed. An origin that any model with forecasts skipped is not scored.</summary>
    private static IEnumerable<(string Place, string Stated, string Actual)> Gaps(EvidenceContent content)
    {
        var (manifest, forecasts) = (content.Manifest, content.Forecasts);
        var absent = forecasts.Origins.Where((_, row) => double.IsNaN(forecasts.Variance[row])).ToHashSet();
        var own = manifest.SkippedOrigins.Where(s => s.Model == forecasts.Model).ToArray();
        foreach (var day in own.SelectMany(s => new[] { s.From, s.To }).Distinct().Where(day =>
            !absent.Contains(day) && day >= manifest.FirstOrigin))
            yield return ($"sat_out {forecasts.Model}", $"none on {day:yyyy-MM-dd}", "a forecast");
        foreach (var day in absent.Where(day => !own.Any(s => day >= s.From && day <= s.To)).Order())
            yield return ($"sat_out {forecasts.Model}", $"a forecast on {day:yyyy-MM-dd}", "none");
        var scored = forecasts.ScoredRows.Select(row => forecasts.Origins[row]).ToHashSet();
        foreach (var stretch in manifest.SkippedOrigins.Where(s => content.Losses.Models.Contains(s.Model)))
            foreach (var day in new[] { stretch.From, stretch.To }.Distinct().Where(scored.Contains))
                yield return ($"sat_out {stretch.Model}", $"none on {day:yyyy-MM-dd}", "a scored origin");
        foreach (var model in manifest.SkippedOrigins.Select(s => s.Model).Concat(manifest.ReusedParameters.Select(k => k.Model))
            .Distinct().Where(model => !manifest.Models.Contains(model)))
            yield return ("sat_out and kept_parameters", model, "no such model");
        foreach (var kept in manifest.ReusedParameters.Where(k =>
            k.FittedOn >= k.From || k.From > k.To || k.To > manifest.LastOrigin))
            yield return ($"kept_parameters {kept.Model}",
                $"fitted on {kept.FittedOn:yyyy-MM-dd} for {kept.From:yyyy-MM-dd} to {kept.To:yyyy-MM-dd}", "not in order");
    }

    private static IEnumerable<(string Place, string Stated, string Actual)> LookBack(EvidenceContent content)
    {
        var hasTable = content.Tables.Any(table => table.Name == "look_back");
        if (hasTable && content.Manifest.LookBackRows is null)
            yield return ("look_back_rows", "none", "a table look_back");
    }

    /// <summary>Base and mean contributions of a month add up to the mean of its forecasts, on the scale of the
    /// reasons.</summary>
    private static IEnumerable<(string Place, string Stated, string Actual)> Reasons(EvidenceContent content)
    {
        if (content.Reasons is not { } reasons)
            yield break;
        var (origins, variance) = (content.Forecasts.Origins, content.Forecasts.Variance);
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
