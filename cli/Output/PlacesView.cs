using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>Where everything lies.</summary>
internal static class PlacesView
{
    public static void Write(Run run, LakeKind kind)
    {
        var data = run.Settings.IsGiven(VolcastSettings.Data) ? $" --data {run.Settings.Text(VolcastSettings.Data)}"
            : run.IsSimulated ? " --source simulated"
            : "";
        run.Terminal.Out.WriteLine(
            $"""

            Where everything lies
              lake      {run.LakeFolder}
              registry  {run.Registry(kind)}
            Next
              ./volcast status{data}
              ./volcast registry show{data}
              ./volcast forecast --json{data}
              ./volcast verify{data}
            """);
    }
}
