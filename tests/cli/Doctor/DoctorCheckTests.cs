using Volcast.Cli.Doctor;

namespace Volcast.Cli.Tests.Doctor;

public sealed class DoctorCheckTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_check_that_blocks_its_thread_ends_at_the_limit()
    {
        using var released = new ManualResetEventSlim();
        var check = new DoctorCheck("lake", _ =>
        {
            released.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
            return Task.FromResult(Diagnosis.Ok("never"));
        });
        var diagnosis = await check.RunWithinAsync(Limit, TestContext.Current.CancellationToken);
        released.Set();
        Assert.Equal(Condition.Problem, diagnosis.Condition);
        Assert.Contains("no answer within 0.05 s", diagnosis.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_examination()
    {
        using var stop = new CancellationTokenSource(Limit);
        var check = new DoctorCheck("source", async token =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), token);
            return Diagnosis.Ok("never");
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check.RunWithinAsync(TimeSpan.FromMinutes(1), stop.Token));
    }

    [Fact]
    public void Several_findings_have_the_worst_condition_and_each_fix_once()
    {
        var together = Diagnosis.Together(
            [Diagnosis.Warning("a", "Do X."), Diagnosis.Problem("b", "Do Y."), Diagnosis.Warning("c", "Do X.")],
            Diagnosis.Ok("none"));
        Assert.Equal(new Diagnosis(Condition.Problem, "a; b; c", "Do X. Do Y."), together);
    }
}
