using Volcast.Evidence.Published;

namespace Volcast.Cli.Commands;

/// <summary>Repeats the runs of published evidence on a folder of bars.</summary>
internal static class EvidenceRun
{
    /// <summary>Runs the command of each folder's manifest in a temporary folder, and compares every file that it
    /// writes.</summary>
    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="root">The repository.</param>
    /// <param name="folders">The evidence folders.</param>
    /// <param name="bars">The folder of csv files of bars.</param>
    /// <param name="stop">Stops between folders.</param>
    /// <exception cref="EvidenceException">A command cannot be repeated, or it fails on these bars.</exception>
    public static async Task<IReadOnlyList<EvidenceFinding>> RepeatAsync(
        Shell shell, string root, IReadOnlyList<string> folders, string bars, CancellationToken stop)
    {
        var findings = new List<EvidenceFinding>();
        foreach (var folder in folders)
        {
            stop.ThrowIfCancellationRequested();
            var temporary = Directory.CreateTempSubdirectory("volcast-evidence-").FullName;
            try
            {
                var release = Path.Combine(temporary, Directory.GetParent(folder)!.Name);
                string[] arguments =
                [
                    .. EvidenceRepetition.Arguments(folder), "--source", "csv", "--path", bars,
                    "--data", Path.Combine(temporary, "data"), "--evidence", release,
                ];
                shell.Error.WriteLine($"Repeating {Path.GetRelativePath(root, folder)}, which takes some minutes.");
                // The user's settings take no part: the manifest states everything that the result depends on.
                if (await VolcastCommandLine.RunAsync(arguments, shell with
                {
                    Out = TextWriter.Null,
                    Data = TextWriter.Null,
                    WorkingFolder = temporary,
                    EnvironmentNames = [],
                    Environment = name => VolcastSettings.All.Any(setting => setting.Name == name)
                        ? null : shell.Environment(name),
                }, stop) is not ExitCode.Done and var code)
                    throw new EvidenceException($"{Path.GetRelativePath(root, folder)}: its command ended with {code} on the bars in"
                        + $" {bars}; the message above says why.");
                findings.AddRange(EvidenceRepetition.Differences(
                    root, folder, Path.Combine(release, Path.GetFileName(folder))));
            }
            finally
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
        return findings;
    }
}
