using Volcast.Cli.Plans;
using Volcast.Lake;
using Volcast.Lake.Stores;

namespace Volcast.Cli.Tests.Plans;

/// <summary>What a worker hears when another worker of the same unit has put a result first.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class PlanFolderTests : IDisposable
{
    private static readonly WorkPlan Plan = WorkPlan.Create(
        "1.0", "features", [], new Dictionary<string, string>(), 1, [new(["SPY"], new Dictionary<string, string>())]);

    private readonly TemporaryFolder temporary = new();
    private readonly PlanFolder folder;

    public PlanFolderTests() => folder = new(LocalObjectStore.WithoutLeases(temporary["plan"]));

    public void Dispose() => temporary.Dispose();

    private Task<WorkResult?> PutAsync(string output, double seconds) => folder.PutResultAsync(
        Plan, new(Plan.Digest, 0, ["SPY"], 0, seconds, seconds, "", "", ""), System.Text.Encoding.UTF8.GetBytes(output), "txt",
        damaged: null, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_result_of_another_worker_stays_and_is_returned()
    {
        Assert.Null(await PutAsync("first", 1));
        Assert.Null(await PutAsync("first", 1)); // The answer to the first put was lost.
        var first = await PutAsync("second", 2);
        Assert.Equal(1, first!.Seconds);
        var (held, _) = await folder.FindResultAsync(Plan, 0, TestContext.Current.CancellationToken);
        Assert.Equal(first.Digest, held!.Digest);
    }

    [Theory]
    [InlineData("results")]
    [InlineData("outputs")]
    public async Task A_result_that_another_worker_has_put_and_that_is_damaged_is_no_success(string part)
    {
        await PutAsync("first", 1);
        var file = Assert.Single(Directory.GetFiles(temporary[$"plan/{part}"]));
        await File.WriteAllTextAsync(file, "{ \"half", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<LakeException>(() => PutAsync("second", 2));
        Assert.Equal(
            $"results/00000.json in {temporary["plan"]} was put by another worker at the same time, and is damaged or gone, "
            + "so the unit has no result. Run `volcast work` for its chunk again.", error.Message);
    }
}
