namespace Volcast.Cli.Output;

/// <summary>Where everything lies.</summary>
internal static class PlacesView
{
    public static void Write(Run run)
    {
        run.Terminal.Out.WriteLine(
            $"""

            Where everything lies
              lake      {run.LakeFolder}
              registry  {run.RegistryFolder}
            Next: ./volcast status, ./volcast verify, ./volcast forecast --json
            """);
    }
}
