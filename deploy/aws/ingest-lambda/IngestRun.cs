using System.Text.Json.Serialization;
using Volcast.Cli;

namespace Volcast.Deploy.IngestLambda;

/// <summary>What an ingest did.</summary>
/// <param name="NeedsAttention">Whether the data need review, although the lake is usable.</param>
/// <param name="Notes">The end of what it said on standard error; the log has all.</param>
internal sealed record IngestAnswer(
    [property: JsonPropertyName("needs_attention")] bool NeedsAttention, [property: JsonPropertyName("notes")] string Notes);

/// <summary>Runs <c>volcast ingest</c> in this process, with the settings of the environment.</summary>
/// <param name="shell">Streams, environment, clock and network.</param>
/// <param name="secrets">Reads the token of Tiingo.</param>
internal sealed class IngestRun(Shell shell, SecretReader secrets)
{
    /// <summary>The environment variable with the ARN of the secret that holds the token of Tiingo; not set without the source
    /// <c>tiingo</c>.</summary>
    public const string TokenSecret = "TIINGO_TOKEN_SECRET";

    private const string Token = "VOLCAST_TIINGO_TOKEN";

    /// <summary>A state machine passes on at most 256 KiB, and people read a few lines.</summary>
    private const int LongestNotes = 4000;

    /// <param name="stop">Stops between symbols; what is stored stays.</param>
    /// <returns>The answer, or the error.</returns>
    public async Task<(IngestAnswer? Answer, InvocationError? Error)> RunAsync(CancellationToken stop)
    {
        var notes = new NotesWriter(shell.Error, LongestNotes);
        var own = shell with { Error = notes };
        if (shell.Environment(TokenSecret) is { Length: > 0 } arn)
        {
            // Read for each event, so that a new token counts at once.
            try
            {
                var token = await secrets.ReadAsync(arn, stop);
                own = own with { Environment = name => name == Token ? token : shell.Environment(name) };
            }
            catch (SecretException error)
            {
                shell.WriteError(error.Message);
                return (null, new("IngestFailed", error.Message));
            }
        }
        var code = await VolcastCommandLine.RunAsync(["ingest"], own, stop);
        return code switch
        {
            ExitCode.Done or ExitCode.NeedsAttention => (new(code == ExitCode.NeedsAttention, notes.Text), null),
            ExitCode.Usage => (null, new("SettingsWrong", notes.Text)),
            ExitCode.Stopped => (null, new("IngestTimedOut", "Ingest was stopped before Lambda's time ran out. What is stored is "
                + $"complete, and the next invocation continues. {notes.Text}")),
            _ => (null, new("IngestFailed", notes.Text)),
        };
    }
}
