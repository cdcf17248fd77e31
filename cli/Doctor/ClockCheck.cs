using Volcast.Lake.Tables;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the clock agrees with the source's server, and is not before the lake's newest data. A wrong clock makes
/// unsettled bars look settled.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Harmful = TimeSpan.FromHours(1);

    private const string Fix = "Set this machine's clock, for example with its network time service.";

    /// <param name="context">The settings, and the clock that the jobs use.</param>
    /// <param name="ahead">How far this machine's clock is ahead of the source's server; null if unknown.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task<Diagnosis> RunAsync(CommandContext context, TimeSpan? ahead, CancellationToken stop)
    {
        var now = context.Clock.GetUtcNow();
        var findings = new List<Diagnosis>();
        if (ahead is { } off && off.Duration() > Tolerated)
            findings.Add(new(
                off.Duration() > Harmful ? Condition.Problem : Condition.Warning,
                $"this machine's clock is {Text(off.Duration())} {(off > TimeSpan.Zero ? "ahead of" : "behind")} the source's "
                    + "server",
                Fix));
        if (await NewestAsync(context, stop) is { } newest && newest.At > now + Tolerated)
            findings.Add(Diagnosis.Problem(
                $"the clock shows {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and the lake already holds {newest.What}",
                context.Settings.IsGiven(VolcastSettings.Now) ? "Correct VOLCAST_NOW, or unset it." : Fix));
        if (context.Settings.IsGiven(VolcastSettings.Now))
            findings.Add(Diagnosis.Warning(
                $"VOLCAST_NOW keeps the clock at {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC", "Unset it to use the real clock."));
        return Diagnosis.Together(findings, Diagnosis.Ok($"{now.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            + (ahead is null ? "" : ", which agrees with the source's server")));
    }

    /// <summary>The newest session or download of the targets in the lake, at the earliest time at which it can exist; null if
    /// there is none.</summary>
    private static async Task<(DateTimeOffset At, string What)?> NewestAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.TryOpenLakeAsync(stop);
        if (lake is null)
            return null;
        (DateTimeOffset At, string What)? newest = null;
        foreach (var target in context.Targets.Select(roles => roles.Target))
        {
            if (await lake.SnapshotAsync(CuratedMarketTable.Schema, target, stop) is { Last: { } last })
                Consider(context.Calendar.ClosesAt(last), $"the session {last:yyyy-MM-dd} of {target}");
            // The time of a csv file's download is the end of its last session, not a time of this clock.
            if (await lake.DownloadsAsync(target, cancellationToken: stop) is [.., var download]
                && download.Source != Services.Ingest.Sources.Csv.CsvSource.SourceName)
                Consider(download.RetrievedAt,
                    $"a download of {target} made at {download.RetrievedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        }
        return newest;

        void Consider(DateTimeOffset at, string what)
        {
            if (newest is null || at > newest.Value.At)
                newest = (at, what);
        }
    }

    private static string Text(TimeSpan span) => span.TotalHours >= 1 ? $"{span.TotalHours:N1} h" : $"{span.TotalMinutes:N0} min";
}
