using Volcast.Lake;
using Volcast.Registry;

namespace Volcast.Cli.Output;

/// <summary>Prints where lake and registry are, and useful next commands.</summary>
internal static class LocationsView
{
    public static void Write(CommandContext context, DataKind kind)
    {
        var terminal = context.Terminal;
        terminal.Page.WriteLine(
            $"""

            Data
              lake      {context.LakeFolder}
              registry  {context.Registry(kind)}
            Next
              {terminal.Command("status")}
              {Show(context)}
              {terminal.Command("forecast --json")}
              {terminal.Command("verify")}
            """);
    }

    /// <summary>The command names the model if no flag gives the horizon, which may then come from the environment.</summary>
    private static string Show(CommandContext context)
    {
        var byFlags = context.Terminal.Command("registry show");
        return context.Targets is not [var target] || context.Horizons is not [var horizon]
            ? context.Terminal.Command("registry list")
            : byFlags.Contains($" {VolcastSettings.Horizon.Flag} ", StringComparison.Ordinal) ? byFlags
            : context.Terminal.Command($"registry show {ModelName.For(target.Target.Value, horizon)}");
    }
}
