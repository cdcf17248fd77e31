using System.Text;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Volcast.Lake.Stores;
using Volcast.Registry;

namespace Volcast.Cli;

/// <summary>The surroundings of a command: streams, environment, clock, network. Tests pass substitutes.</summary>
/// <param name="Out">Standard output, for people; on a terminal that does not display UTF-8 it writes ASCII signs.</param>
/// <param name="Error">Standard error, in the same way.</param>
/// <param name="Environment">Looks up an environment variable.</param>
/// <param name="WorkingFolder">The base of relative paths.</param>
internal sealed record Shell(TextWriter Out, TextWriter Error, Func<string, string?> Environment, string WorkingFolder)
{
    /// <summary>Standard output for programs: JSON, always in UTF-8.</summary>
    public TextWriter Data { get; init; } = Out;

    /// <summary>The names of all environment variables.</summary>
    public IReadOnlyCollection<string> EnvironmentNames { get; init; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The operating system's user; empty if it has no name, as in some containers.</summary>
    public string UserName { get; init; } = System.Environment.UserName;

    /// <summary>The HTTP transport; null for the real network.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>Wraps the lake's store, for example in one that fails on purpose; by default the store is used
    /// unchanged.</summary>
    public Func<IObjectStore, IObjectStore> WrapStore { get; init; } = store => store;

    /// <summary>Wraps the registry in the same way.</summary>
    public Func<IModelRegistry, IModelRegistry> WrapRegistry { get; init; } = registry => registry;

    /// <summary>Whether <see cref="Error"/> is a terminal, so that progress can redraw its line.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Width of <see cref="Out"/>, columns.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Whether <see cref="Out"/> is a terminal, so that text for people is broken between words.</summary>
    public bool BreaksLines { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal that shows colour and weight, and the user has not declined
    /// them.</summary>
    public bool ShowsStyles { get; init; }

    /// <summary>The same for <see cref="Error"/>.</summary>
    public bool ErrorShowsStyles { get; init; }

    public static Shell OfThisProcess()
    {
        // By default .NET takes the encoding of the locale and replaces what it lacks by question marks.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var displaysUtf8 = TerminalCharset.IsUtf8(System.Environment.GetEnvironmentVariable);
        var acceptsStyles = TerminalStyles.Accepts(System.Environment.GetEnvironmentVariable);
        return new(
            Console.IsOutputRedirected || displaysUtf8 ? Console.Out : new AsciiWriter(Console.Out),
            Console.IsErrorRedirected || displaysUtf8 ? Console.Error : new AsciiWriter(Console.Error),
            System.Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory())
        {
            Data = Console.Out,
            EnvironmentNames = [.. System.Environment.GetEnvironmentVariables().Keys.Cast<string>()],
            IsInteractive = !Console.IsErrorRedirected
                && System.Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"),
            BreaksLines = !Console.IsOutputRedirected,
            ShowsStyles = acceptsStyles && !Console.IsOutputRedirected,
            ErrorShowsStyles = acceptsStyles && !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 160),
        };
    }

    /// <summary>Writes a message to standard error. On a terminal, the word that begins a failure or a warning stands
    /// out.</summary>
    public void WriteError(string message)
    {
        foreach (var (start, tone) in ErrorShowsStyles ? Starts : [])
            if (message.StartsWith(start, StringComparison.Ordinal))
            {
                Error.WriteLine($"{Tones.Paint(start, tone)}{message[start.Length..]}");
                return;
            }
        Error.WriteLine(message);
    }

    private static readonly (string Start, Tone Tone)[] Starts = [("volcast:", Tone.Alarm), ("warning:", Tone.Caution)];

    /// <summary>Whether <see cref="Environment"/> holds all settings, and the settings file is not read.</summary>
    public bool IgnoresSettingsFile { get; init; }

    /// <summary>The settings file of the working folder; it need not exist.</summary>
    public string SettingsPath => SettingsFile.PathIn(WorkingFolder);

    /// <summary>Resolves the settings from the settings file, the environment and the given flags.</summary>
    /// <param name="flags">The given flags, by setting name.</param>
    /// <param name="own">Settings for which a command accepts other values than the rest of the commands do.</param>
    public Settings Resolve(IReadOnlyDictionary<string, string> flags, params IReadOnlyList<Setting> own) => Settings.Resolve(
        [.. VolcastSettings.All.Select(known => own.FirstOrDefault(one => one.Name == known.Name) ?? known)],
        IgnoresSettingsFile ? SettingsFile.Empty : SettingsFile.Read(SettingsPath), Environment, flags);
}
