using System.Reflection;
using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Report;
using static Volcast.Services.Monitoring.Tests.Report.SampleRun;

namespace Volcast.Services.Monitoring.Tests.Report;

public sealed class VerdictTests
{
    private static Verdict Of(params MonitoringRow[] checks) => Verdict.Of(new SampleRun { Checks = checks }.Run);

    private static MonitoringRow LossAlarm(MonitoringStatus status, double value = 25) =>
        Row(CheckNames.LossAlarm, MonitoringKind.Loss, status, value: value, threshold: 20);

    private static MonitoringRow Diagnosis(string remedy) => Row(
        CheckNames.Miscalibration, MonitoringKind.Loss, MonitoringStatus.Ok, detail: $$"""{"remedy":"{{remedy}}"}""");

    [Fact]
    public void Without_a_finding_the_verdict_is_green() => Assert.Equal(
        (MonitoringStatus.Ok, "Green: no check found anything, and nothing has to be done."),
        (Of(LossAlarm(MonitoringStatus.Ok)).Status, Of(LossAlarm(MonitoringStatus.Ok)).Sentence));

    [Fact]
    public void A_check_with_too_few_data_is_counted_and_is_not_green_by_itself() => Assert.Equal(
        "Green: no check found anything, and nothing has to be done. 1 of 2 checks have too little data for a conclusion.",
        Of(LossAlarm(MonitoringStatus.Insufficient),
            Row(CheckNames.Freshness, MonitoringKind.Data, MonitoringStatus.Ok)).Sentence);

    [Theory]
    [InlineData("retrain", "Retrain the model: its forecasts react wrongly, which no factor repairs.")]
    [InlineData("recalibrate", "Recalibrate the model: only the level of its forecasts is wrong.")]
    [InlineData("none", "Let the policy retrain and the gate decide: neither calibration nor discrimination is worse than in past "
        + "windows, so a new model may not help.")]
    [InlineData("insufficient", "Retrain the model if the alarm stays: there are too few outcomes to say which part of the "
        + "loss has grown.")]
    public void A_red_loss_alarm_names_the_remedy_of_the_decomposition(string remedy, string action)
    {
        var verdict = Of(LossAlarm(MonitoringStatus.Failed), Diagnosis(remedy));
        Assert.Equal((MonitoringStatus.Failed,
            $"Red: the loss over 5 sessions has grown against HAR (E has reached 20). {action}"),
            (verdict.Status, verdict.Sentence));
    }

    [Fact]
    public void Failures_come_before_warnings_and_broken_inputs_before_their_consequences()
    {
        var verdict = Of(
            LossAlarm(MonitoringStatus.Warning, 2.5), DriftOf("vix", MonitoringStatus.Failed, 1),
            Row(CheckNames.Registry, MonitoringKind.System, MonitoringStatus.Failed, "system", horizon: 0));
        Assert.StartsWith(
            "Red: the model registry cannot be read. Run `volcast doctor`", verdict.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(" 2 other checks have findings.", verdict.Sentence, StringComparison.Ordinal);
        Assert.Equal(3, verdict.Actions.Count);
        Assert.StartsWith("Look at the source of the series", verdict.Actions[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_is_yellow() => Assert.Equal(
        "Yellow: the loss over 5 sessions may be growing against HAR (E = 2.5, the limit is 20). Look at the newest forecasts; "
        + "nothing has to be done yet.",
        Of(LossAlarm(MonitoringStatus.Warning, 2.5)).Sentence);

    [Fact]
    public void Coverage_states_both_shares() => Assert.StartsWith(
        "Red: 61.9 % of the outcomes over 5 sessions lie inside the 80 % interval. Recalibrate",
        Of(Row(CheckNames.Coverage80, MonitoringKind.Calibration, MonitoringStatus.Failed, value: .619, threshold: .8)).Sentence,
        StringComparison.Ordinal);

    /// <summary>A new check must get a sentence, an action and a line of docs/monitoring.md.</summary>
    [Fact]
    public void Every_check_has_a_finding_and_an_action()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "monitoring.md"));
        foreach (var check in typeof(CheckNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!))
        {
            var row = Row(check, MonitoringKind.Data, MonitoringStatus.Failed);
            Assert.NotEqual(CheckAdvice.Finding(row with { Check = "other" }).Replace("other", check, StringComparison.Ordinal),
                CheckAdvice.Finding(row));
            Assert.NotEqual("Read the reasons of the check.", CheckAdvice.Action(row, []));
            Assert.Contains($"`{check}`", page, StringComparison.Ordinal);
        }
    }
}
