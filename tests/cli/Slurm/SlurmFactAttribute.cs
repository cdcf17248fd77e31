using System.Runtime.CompilerServices;

namespace Volcast.Cli.Tests.Slurm;

/// <summary>A test on a Slurm cluster of this machine, skipped with a reason where there is no Slurm.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    private static readonly string[] Programs =
        ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch", "/usr/sbin/munged"];

    public SlurmFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        if (Array.Find(Programs, program => !File.Exists(program)) is { } missing)
            Skip = $"There is no {missing}: install Debian's packages slurm-wlm and munge (make setup-all).";
        else if (Environment.UserName != "root")
            Skip = "The daemons of Slurm start as root only.";
    }
}
