namespace Volcast.Deploy.Aws.Tasks;

/// <summary>The folder for temporary files of a container that cannot write to its own file system: a volume of the task,
/// which is empty at each start. Fargate gives it the rights that the folder has in the image, because the images declare it as a
/// volume; without that only root could write to it.</summary>
internal static class ScratchFolder
{
    /// <summary>Where the containers see it.</summary>
    public const string Path = "/tmp";

    public const string Volume = "tmp";
}
