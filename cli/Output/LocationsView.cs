using Volcast.Lake;

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
              {terminal.Command("registry show")}
              {terminal.Command("forecast --json")}
              {terminal.Command("verify")}
            """);
    }
}
