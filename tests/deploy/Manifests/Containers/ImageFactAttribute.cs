using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Volcast.Deploy.Manifests.Tests.Containers;

/// <summary>A test that needs a Docker engine with the images of this repository; without them it is skipped.</summary>
internal sealed class ImageFactAttribute : FactAttribute
{
    public ImageFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = Missing;

    private static readonly string[] Images = ["volcast-worker", "volcast-api", "volcast-dashboard"];

    private static string? Missing { get; } =
        !Succeeds("version") ? "No Docker engine answers."
        : Array.Find(Images, image => !Succeeds("image", "inspect", image)) is { } image
            ? $"There is no image {image}: build it with docker-compose build."
            : null;

    private static bool Succeeds(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("docker", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
