namespace Volcast.Cli;

/// <summary>The exit code of a command.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command failed, or failed for some targets; a message on standard error says why and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a setting is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Done, but the data needs review: rows are in quarantine, sessions or a side series (VIX, VIX3M, TLT, HYG) are
    /// missing, a forecast is beyond the maximum age, or a check has findings.</summary>
    public const int NeedsAttention = 3;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Stopped = 130;
}
