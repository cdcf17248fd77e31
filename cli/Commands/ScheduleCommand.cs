using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Cli.Schedule;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast schedule</c>: a daily run at each settlement, until it is stopped.</summary>
internal static class ScheduleCommand
{
    /// <summary>Where the state of the scheduler is, unless <c>--health</c> says otherwise.</summary>
    public const string HealthAddress = "http://127.0.0.1:9465";

    public static Command Create(Shell shell)
    {
        var health = new Option<string>("--health")
        {
            Description = "address that answers /health with the state of the scheduler; none to answer nowhere",
            DefaultValueFactory = _ => HealthAddress,
        };
        return JobCommand.Create(
            shell, "schedule",
            "Starts a daily run now, and a minute after each session has settled (06:01 New York time on the day after), until it is "
            + "stopped.",
            RunDailyCommand.Settings, [health],
            (context, parsed, stop) => RunAsync(context, Address(parsed.GetValue(health)!), stop));
    }

    private static async Task<int> RunAsync(CommandContext context, Uri? address, CancellationToken stop)
    {
        // A fault in a file or a setting ends the command now, instead of each run.
        _ = context.DailyRequest;
        context.ReadAlerts();
        var state = new ScheduleState(context.Clock.GetUtcNow());
        // Before the first run, so that an address that cannot be used is known at once.
        await using var listener = address is null ? null : await HealthListener.StartAsync(address, () =>
            state.Answer(context.Clock.GetUtcNow(), context.Calendar), stop);
        await using var schedule = await DailySchedule.StartAsync(async stopRun =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, stopRun);
            state.Last = await RunOnceAsync(context, either.Token);
        }, context.Calendar, context.Clock, stop);
        context.Terminal.Note(
            address is null ? "The scheduler is at work." : $"The scheduler is at work; its state is at {address}health.");
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            context.Terminal.Note("The scheduler has stopped.");
        }
        return ExitCode.Done;
    }

    /// <summary>One run. A failure is reported by the health endpoint, and the next run is started all the same.</summary>
    private static async Task<ScheduledRun> RunOnceAsync(CommandContext context, CancellationToken stop)
    {
        try
        {
            var report = await RunDailyCommand.RunAsync(context, context.DailyRequest, stop);
            if (report is not null)
                DailyView.Write(context.Terminal, report, context.LakeFolder);
            return new(context.Clock.GetUtcNow(), report?.Session,
                [.. (report?.Failed ?? []).Select(one => $"{one.Failure.Sentence} {DailyReport.NextTime(one.Step)}")]);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A defect is printed whole, and does not end the schedule: the next day may be without it.
            var isExplained = ExplainedErrors.Include(error) || error is SettingException;
            context.Terminal.Note($"volcast: {(isExplained ? error.Message : $"{error}")}");
            return new(context.Clock.GetUtcNow(), null, [error.Message]);
        }
    }

    private static Uri? Address(string text) =>
        text.Equals("none", StringComparison.OrdinalIgnoreCase) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            && address is { PathAndQuery: "/", Fragment: "" } ? address
        : throw new SettingException($"--health {text}: expected an address such as http://127.0.0.1:9465, or none.");
}
