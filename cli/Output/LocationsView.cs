using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>Prints where lake and registry are, and useful next commands.</summary>
internal static class LocationsView
{
    public static void Write(CommandContext context, DataKind kind)
    {
        var data = context.Settings.IsGiven(VolcastSettings.Data) ? $" --data {context.Settings.Text(VolcastSettings.Data)}"
            : context.IsSimulated ? " --source simulated"
            : "";
        context.Terminal.Page.WriteLine(
            $"""

            Data
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
