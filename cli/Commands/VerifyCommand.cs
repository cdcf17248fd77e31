using System.CommandLine;
using Volcast.Lake;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast verify</c></summary>
internal static class VerifyCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "verify", "Checks the whole lake: digests, schemas, calendar, leftovers. Changes nothing.", [Data, Source], RunAsync);

    private static Task<int> RunAsync(Run run, CancellationToken stop) => throw new NotSupportedException();
}
