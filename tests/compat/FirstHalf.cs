using System.IO.Compression;

namespace Volcast.Compatibility;

/// <summary>A lake and a registry that an earlier commit wrote, unpacked into a new folder; see README.md beside this
/// file.</summary>
internal sealed class FirstHalf : IDisposable
{
    /// <summary>The time at which the folder was written, a Monday.</summary>
    public static readonly DateTimeOffset WrittenAt = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The session that its stored forecast starts from, the Friday before.</summary>
    public static readonly DateOnly Origin = new(2026, 10, 30);

    private readonly TemporaryFolder folder = new();

    public FirstHalf() =>
        ZipFile.ExtractToDirectory(Path.Combine(SharedData.RepositoryRoot, "tests", "compat", "first-half.zip"), folder.Path);

    public string DataFolder => folder.Path;

    public string LakeFolder => folder["lake"];

    public string RegistryFolder => folder["mlruns"];

    public void Dispose() => folder.Dispose();
}
