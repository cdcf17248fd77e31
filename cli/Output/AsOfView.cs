using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Says that a forecast answers what the system would have said on a past session.</summary>
internal static class AsOfView
{
    /// <summary>The first line of such an answer.</summary>
    public static string Heading(AsOfAnswer answer) =>
        $"AS OF {answer.Session:yyyy-MM-dd}: from the downloads and versions before {answer.Before.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "
        + "the open of the next session. Nothing is stored.";

    /// <summary>Why the origin is not the session that was asked for.</summary>
    public static string Stale(ForecastReport report) =>
        $"STALE: not a forecast of {report.Target} over the sessions after {report.AsOfAnswer!.Session:yyyy-MM-dd}: "
        // Without a maximum, the sentence gives no advice: the past cannot be downloaded any more.
        + report.Age(int.MaxValue).Sentence;

    /// <summary>How the answer and the stored forecasts relate.</summary>
    public static IEnumerable<string> Agreement(ForecastReport report)
    {
        var answer = report.AsOfAnswer!;
        yield return answer.EqualsPublished switch
        {
            null => "No live forecast of this version from this session is stored.",
            true => "It equals the stored live forecast of this version in every number.",
            false => $"The stored live forecast of this version is {Percent(answer.Published!.Volatility)}. It differs in "
                + $"{string.Join(", ", answer.Differences.Select(Field))}.",
        };
        foreach (var other in answer.Others)
            yield return $"Version {other.ModelVersion} also made a live forecast from this session: {Percent(other.Volatility)}.";
    }

    private static string Field(string difference) => difference.Split(':')[0];

    private static string Percent(double volatility) => $"{100 * volatility:F1} %";
}
