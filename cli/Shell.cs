using Volcast.Hosting;
using Volcast.Lake.Stores;

namespace Volcast.Cli;

/// <summary>The outside as a command sees it: streams, environment, clock, network. A test passes its own.</summary>
internal sealed record Shell(TextWriter Out, TextWriter Error, Func<string, string?> Environment, string WorkingFolder)
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What carries HTTP; null for the real network.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>What the lake's store is wrapped in, such as a store that fails on purpose; nothing by default.</summary>
    public Func<IObjectStore, IObjectStore> WrapStore { get; init; } = store => store;

    /// <summary>Whether a person watches <see cref="Error"/> on a terminal, so that progress may redraw its line.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Columns that <see cref="Out"/> can show.</summary>
    public int Width { get; init; } = 120;

    public static Shell OfThisProcess() =>
        new(Console.Out, Console.Error, System.Environment.GetEnvironmentVariable, Directory.GetCurrentDirectory())
        {
            IsInteractive = !Console.IsErrorRedirected
                && System.Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"),
            Width = Console.IsOutputRedirected ? 120 : Math.Clamp(Console.WindowWidth, 60, 160),
        };

    /// <summary>The settings file, the environment and the given flags, resolved.</summary>
    public Settings Resolve(IReadOnlyDictionary<string, string> flags) =>
        Settings.Resolve(VolcastSettings.All, SettingsFile.Read(Path.Combine(WorkingFolder, ".env")), Environment, flags);
}
