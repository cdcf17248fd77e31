namespace Volcast.Cli;

/// <summary>What a command tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command could not do what it was asked; a message on standard error says why and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a setting is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Done, but the data needs somebody's eye: rows are in quarantine, sessions or a symbol beside the target are
    /// missing, a check has findings.</summary>
    public const int NeedsAttention = 3;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Stopped = 130;
}
