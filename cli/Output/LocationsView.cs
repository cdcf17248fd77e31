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
              {terminal.Command(context.Targets is [var target]
                  ? $"registry show {ModelName.For(target.Target.Value, context.Horizon)}" : "registry list")}
              {terminal.Command("forecast --json")}
              {terminal.Command("verify")}
            """);
    }
}
