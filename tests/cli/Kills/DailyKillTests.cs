namespace Volcast.Cli.Tests.Kills;

/// <summary>A daily run that is killed and repeated leaves the lake and the registry of an undisturbed run, and has sent its
/// alerts.</summary>
public sealed class DailyKillTests
{
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void A_kill_during_the_first_promotion_leaves_what_an_undisturbed_run_leaves()
    {
        using var runs = new KilledDailyRuns();
        runs.RunUndisturbed();
        Assert.Empty(runs.KillAtPoint(day: 0, runs.WritePoints[0] - 12));
    }
}
