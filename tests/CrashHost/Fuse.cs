using System.Diagnostics;

namespace Volcast.CrashHost;

/// <summary>Kills its own process at the n-th point that it passes, as SIGKILL does: no handler, no finally, no flush.</summary>
internal sealed class Fuse(int point)
{
    public int Passed { get; private set; }

    /// <summary>Whether the next point is the last.</summary>
    public bool BurnsNext => Passed + 1 == point;

    public void Pass()
    {
        if (++Passed != point)
            return;
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
