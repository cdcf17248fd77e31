namespace Volcast.Cli.Pipeline.Replay;

/// <summary>The time of a replay: the settlement of the session that is lived through.</summary>
internal sealed class ReplayClock : TimeProvider
{
    private DateTimeOffset now;

    public void Set(DateTimeOffset time) => now = time;

    public override DateTimeOffset GetUtcNow() => now;
}
