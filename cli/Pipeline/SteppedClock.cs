namespace Volcast.Cli.Pipeline;

/// <summary>A clock for a run through many days in one process: it shows the time that it was set to. Timers and delays work as
/// usual.</summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
