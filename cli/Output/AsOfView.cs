using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Says that a forecast answers what the system would have said on a past session.</summary>
internal static class AsOfView
{
    /// <summary>Writes the first lines of such an answer; nothing for a forecast from the newest session.</summary>
    /// <param name="terminal">Where they are written.</param>
    /// <param name="report">The answer; of several in one table, one of them.</param>
    /// <param name="isTable">Whether several follow.</param>
    public static void WriteHeading(Terminal terminal, ForecastReport report, bool isTable)
    {
        if (report.AsOfAnswer is not { } answer)
            return;
        var page = terminal.Page;
        page.WriteLine($"{terminal.Paint($"AS OF {answer.Session:yyyy-MM-dd}", Tone.Caution)}: from the downloads and versions before "
            + $"{answer.Before.UtcDateTime:yyyy-MM-dd HH:mm} UTC, the open of the next session. Nothing is stored.");
        // Without a maximum, the sentence gives no advice: the past cannot be downloaded any more.
        if (report.Age(int.MaxValue) is { IsBehind: true } age)
            page.WriteLine($"{terminal.Paint("STALE", Tone.Alarm)}: {(isTable ? "these are not forecasts" : $"not a forecast of {report.Target}")} over the sessions "
                + $"after {answer.Session:yyyy-MM-dd}: {age.Sentence}");
    }

    /// <summary>Writes the lines above a table of several forecasts: that they answer for a past session, that they are stale,
    /// simulated or provisional.</summary>
    /// <param name="terminal">Where they are written.</param>
    /// <param name="first">One of the forecasts.</param>
    /// <param name="maximumAge">Settled sessions that an origin may be behind.</param>
    /// <param name="basis">What provisional forecasts are based on, such as "the bar of 2026-11-20".</param>
    public static void WriteTableHeading(Terminal terminal, ForecastReport first, int maximumAge, string basis)
    {
        var page = terminal.Page;
        WriteHeading(terminal, first, isTable: true);
        if (first.AsOfAnswer is null && first.SessionsBehind > 0)
            page.WriteLine($"{terminal.Paint("STALE", Tone.Alarm)}: these are not forecasts of the coming sessions: "
                + first.Age(maximumAge).Sentence);
        page.WriteLine();
        if (first.DataKind == DataKind.Simulated)
            page.WriteLine(DataKindLabel.WarningOn(terminal));
        if (first.Row.Kind == ForecastKind.Provisional)
            page.WriteLine($"{terminal.Paint("PROVISIONAL", Tone.Caution)}: based on {basis}, which may still change; never "
                + "scored.");
    }

    /// <summary>How the answer and the stored forecasts relate.</summary>
    public static IEnumerable<string> Agreement(ForecastReport report)
    {
        var answer = report.AsOfAnswer!;
        yield return answer.EqualsPublished switch
        {
            null => "No live forecast of this version from this session is stored.",
            true => "It equals the stored live forecast of this version in every number.",
            false => $"The stored live forecast of this version is {ForecastView.Percent(answer.Published!.Volatility)}. It differs in "
                + $"{string.Join(", ", answer.Differences.Select(Field))}.",
        };
        foreach (var other in answer.Others)
            yield return $"Version {other.ModelVersion} also made a live forecast from this session: {ForecastView.Percent(other.Volatility)}.";
    }

    private static string Field(string difference) => difference.Split(':')[0];
}
