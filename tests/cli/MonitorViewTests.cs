using Volcast.Cli.Output;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Tests;

public sealed class MonitorViewTests
{
    private static MonitoringRow Row(string check, MonitoringKind kind, MonitoringStatus status, int horizon) => new()
    {
        Horizon = horizon,
        Session = new(2024, 3, 28),
        Subject = "live",
        Check = check,
        Kind = kind,
        Status = status,
    };

    [Theory]
    [InlineData("4 checks, all ok", 4, 0, 0, 0)]
    [InlineData("7 checks, 4 ok, 3 without enough data", 4, 0, 0, 3)]
    [InlineData("8 checks, 1 red, 2 yellow, 3 without enough data", 2, 2, 1, 3)]
    public void A_check_without_enough_data_is_not_ok(string summary, int ok, int yellow, int red, int without)
    {
        Assert.Equal(summary, MonitorView.Summary(
        [
            .. Rows(MonitoringStatus.Ok, ok), .. Rows(MonitoringStatus.Warning, yellow), .. Rows(MonitoringStatus.Failed, red),
            .. Rows(MonitoringStatus.Insufficient, without),
        ]));

        static IEnumerable<MonitoringRow> Rows(MonitoringStatus status, int count) =>
            Enumerable.Repeat(Row(CheckNames.Drift, MonitoringKind.Drift, status, 0), count);
    }

    [Theory]
    [InlineData(1, 1, "  red: live loss_alarm over 1 session", "1 other check of drift found nothing.")]
    [InlineData(5, 2, "  red: live loss_alarm over 5 sessions", "2 other checks of drift found nothing.")]
    public void Numbers_agree_with_their_nouns(int horizon, int calm, string finding, string others)
    {
        using var page = new StringWriter();
        var shell = new Shell(page, TextWriter.Null, _ => null, Path.GetTempPath());
        var roles = AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX"));
        MonitorView.Write(new Terminal(shell), new(roles, new(2024, 3, 28),
            [
                Row(CheckNames.LossAlarm, MonitoringKind.Loss, MonitoringStatus.Failed, horizon),
                .. Enumerable.Repeat(Row(CheckNames.Drift, MonitoringKind.Drift, MonitoringStatus.Ok, 0), calm),
            ]), DataKind.Simulated);
        var lines = page.ToString().Split(page.NewLine);
        Assert.Equal(["SPY, session 2024-03-28: red, at least one check failed (SIMULATED)", finding], lines[..2]);
        Assert.Contains(others, lines);
    }
}
