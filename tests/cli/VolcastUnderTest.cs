namespace Volcast.Cli.Tests;

/// <summary>The command line in this process, with the test's streams, environment and clock.</summary>
internal sealed class VolcastUnderTest(string workingFolder)
{
    /// <summary>A Friday: the newest settled session is Thursday.</summary>
    public const string Now = "2024-06-14T12:00:00Z";

    /// <summary>The operating system's user.</summary>
    public const string UserName = "tester";

    public Dictionary<string, string> Environment { get; } = new() { ["VOLCAST_NOW"] = Now };

    /// <summary>Sends the requests; null for the real network.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>The machine's clock, which <c>VOLCAST_NOW</c> overrides for the jobs.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The width of a terminal, columns; null for a file or a pipe.</summary>
    public int? Width { get; init; }

    public sealed record Result(int ExitCode, string Out, string Error);

    public async Task<Result> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new Shell(output, error, name => Environment.GetValueOrDefault(name), workingFolder)
        {
            EnvironmentNames = Environment.Keys,
            UserName = UserName,
            Http = Http,
            Clock = Clock,
            Width = Width ?? 120,
            BreaksLines = Width is not null,
        };
        var code = await VolcastCommandLine.RunAsync(arguments, shell);
        return new Result(code, output.ToString(), error.ToString());
    }
}
