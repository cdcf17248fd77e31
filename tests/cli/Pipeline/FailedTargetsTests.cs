using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Ingest;

namespace Volcast.Cli.Tests.Pipeline;

public sealed class FailedTargetsTests
{
    private readonly List<string> skipped = [];
    private readonly FailedTargets failed;

    public FailedTargetsTests() => failed = new(skipped.Add);

    [Fact]
    public async Task An_explained_error_is_recorded_and_later_stages_skip_the_target_only()
    {
        Assert.Null(await TryAsync("QQQ", "train", new LakeException("The lake has no bars of QQQ.")));
        Assert.Equal("SPY done", await failed.TryAsync("SPY", "train", () => Task.FromResult("SPY done")));
        Assert.Null(await failed.TryAsync("QQQ", "forecast", () => Task.FromResult("QQQ done")));
        Assert.Equal("train of QQQ failed: The lake has no bars of QQQ.", Assert.Single(failed.All).Sentence);
        Assert.Equal(["forecast skips QQQ, whose train failed."], skipped);
    }

    public static IEnumerable<TheoryDataRow<Exception>> OtherErrors =>
        [new(new OperationCanceledException()), new(new SettingException("no")), new(new InvalidOperationException())];

    [Theory]
    [MemberData(nameof(OtherErrors))]
    public async Task A_stop_a_wrong_setting_and_a_defect_end_the_run(Exception error)
    {
        await Assert.ThrowsAsync(error.GetType(), () => TryAsync("QQQ", "train", error));
        Assert.Empty(failed.All);
    }

    [Fact]
    public void A_failed_download_fails_the_targets_that_need_the_symbol()
    {
        var indices = ImpliedVolatilityIndex.Parse("SPY=^VIX,QQQ=^VXN");
        AssetRoles[] targets = [AssetRoles.For(Symbol.Parse("SPY"), indices), AssetRoles.For(Symbol.Parse("QQQ"), indices)];
        failed.AddFrom(targets, new IngestReport(
        [
            new(Symbol.Parse("SPY")), new(Symbol.Parse("QQQ")), new(Symbol.Parse("^VIX")),
            new(Symbol.Parse("^VXN")) { Failure = "^VXN: the vendor is away." },
        ]));
        Assert.Equal("ingest of QQQ failed: ^VXN: the vendor is away.", Assert.Single(failed.All).Sentence);
    }

    private Task<string?> TryAsync(string target, string stage, Exception error) =>
        failed.TryAsync(target, stage, () => Task.FromException<string>(error));
}
