using System.Globalization;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>The conditions on the forecast of one target and horizon.</summary>
internal static class ForecastConditions
{
    /// <summary>Null if what the condition compares is not known.</summary>
    public static AlertFinding? Of(AlertRule rule, Symbol target, ForecastFacts facts) => rule.When switch
    {
        AlertCondition.Level => Level(rule, target, facts),
        AlertCondition.Percentile => Percentile(rule, target, facts),
        AlertCondition.Change => Change(rule, target, facts),
        AlertCondition.Implied => Implied(rule, target, facts),
        _ => Regime(rule, target, facts),
    };

    private static AlertFinding Level(AlertRule rule, Symbol target, ForecastFacts facts)
    {
        var value = 100 * facts.Newest.Volatility;
        return Compared(rule, target, facts, value, Invariant($"the forecast volatility is {value:0.0} %"), " %");
    }

    private static AlertFinding? Percentile(AlertRule rule, Symbol target, ForecastFacts facts)
    {
        if (facts.Standing is not { Percentile: var value })
            return null;
        return Compared(rule, target, facts, value, Invariant(
            $"the forecast volatility of {100 * facts.Newest.Volatility:0.0} % has percentile {value:0.0} in ten years"), "");
    }

    private static AlertFinding? Change(AlertRule rule, Symbol target, ForecastFacts facts)
    {
        if (facts.Former is not { } former)
            return null;
        var (before, now) = (100 * former.Volatility, 100 * facts.Newest.Volatility);
        var isRelative = rule.Unit == AlertUnit.Percent;
        var value = isRelative ? 100 * (now / before - 1) : now - before;
        return Compared(rule, target, facts, value,
            Invariant($"the forecast volatility changed from {before:0.0} % to {now:0.0} %, ")
            + Invariant($"by {value:+0.0;-0.0;0.0} {(isRelative ? "percent" : "points")}"), "");
    }

    private static AlertFinding? Implied(AlertRule rule, Symbol target, ForecastFacts facts)
    {
        if (!double.IsFinite(facts.Implied))
            return null;
        var (forecast, implied) = (100 * facts.Newest.Volatility, 100 * facts.Implied);
        var isRatio = rule.Unit == AlertUnit.Ratio;
        var value = isRatio ? forecast / implied : forecast - implied;
        return Compared(rule, target, facts, value, isRatio
            ? Invariant($"the forecast volatility of {forecast:0.0} % is {value:0.00} times the implied volatility of ")
                + Invariant($"{implied:0.0} %")
            : Invariant($"the forecast volatility of {forecast:0.0} % minus the implied volatility of {implied:0.0} % is ")
                + Invariant($"{value:0.0} points"), "");
    }

    private static AlertFinding? Regime(AlertRule rule, Symbol target, ForecastFacts facts)
    {
        if (facts is not { Standing: { } now, FormerStanding: { } before })
            return null;
        var (from, to) = (StoredName.Of(before.Regime), StoredName.Of(now.Regime));
        var isOpen = from != to && (rule.Enters.Count == 0 || rule.Enters.Contains(now.Regime));
        return new(rule, target, facts.Newest.Horizon, isOpen, Sentence(target, facts, from == to
            ? Invariant($"the regime is {to}, as on the session before (percentile {now.Percentile:0.0})")
            : Invariant($"the regime changed from {from} to {to} (percentile {now.Percentile:0.0})")), now.Percentile)
        {
            Event = Invariant($"{facts.Newest.ForecastOrigin:yyyy-MM-dd} {to}"),
        };
    }

    private static AlertFinding Compared(
        AlertRule rule, Symbol target, ForecastFacts facts, double value, string what, string unit)
    {
        var isOpen = rule.Above is { } above ? value > above : value < rule.Below;
        var limit = rule.Threshold.ToString("0.####", CultureInfo.InvariantCulture);
        return new(rule, target, facts.Newest.Horizon, isOpen, Sentence(target, facts,
            $"{what}, {(isOpen ? "" : "not ")}{(rule.Above is null ? "below" : "above")} {limit}{unit}"), value);
    }

    private static string Sentence(Symbol target, ForecastFacts facts, string what)
    {
        var (horizon, origin) = (facts.Newest.Horizon, facts.Newest.ForecastOrigin);
        return Invariant($"{target}, {Counted.Of(horizon, "session")} from {origin:yyyy-MM-dd}: {what}.");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
