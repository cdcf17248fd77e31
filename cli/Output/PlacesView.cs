using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>Where everything lies.</summary>
internal static class PlacesView
{
    public static void Write(CommandContext context, DataKind kind)
    {
        var data = context.Settings.IsGiven(VolcastSettings.Data) ? $" --data {context.Settings.Text(VolcastSettings.Data)}"
            : context.IsSimulated ? " --source simulated"
            : "";
        context.Terminal.Out.WriteLine(
            $"""

            Where everything lies
              lake      {context.LakeFolder}
              registry  {context.Registry(kind)}
            Next
              ./volcast status{data}
              ./volcast registry show{data}
              ./volcast forecast --json{data}
              ./volcast verify{data}
            """);
    }
}
