using System.Text;

namespace Volcast.Registry.Tests;

public sealed class ArtifactFolderTests
{
    [Fact]
    public void Checksums_are_those_of_FIPS_180_in_the_form_of_sha256sum()
    {
        var folder = ArtifactFolder.Empty.With("b/empty", "").With("abc.txt", "abc").Sealed();

        Assert.Equal("""
            ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.txt
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b/empty

            """, Encoding.UTF8.GetString(folder[ArtifactFolder.ChecksumsPath].Span));
        folder.Verify("it", folder.Digest);
        Assert.Equal(folder.Digest, folder.Sealed().Digest);
        Assert.NotEqual(folder.Digest, folder.With("abc.txt", "abd").Sealed().Digest);
    }

    [Theory]
    [InlineData("no sums at all")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.txt\n"
        + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.txt\n")]
    public void Invalid_checksums_are_refused(string sums)
    {
        var folder = ArtifactFolder.Empty.With("abc.txt", "abc").With(ArtifactFolder.ChecksumsPath, sums);

        Assert.Contains("SHA256SUMS with a line that cannot be read",
            Assert.Throws<RegistryException>(() => folder.Verify("it", null)).Message);
    }

    [Fact]
    public void The_error_for_a_missing_file_lists_the_existing_files()
    {
        var missing = Assert.Throws<RegistryException>(() => ArtifactFolder.Empty.With("a", "1").With("b", "2")["c"]);

        Assert.Equal("Artifact 'c' is missing; the folder holds a, b.", missing.Message);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public void A_path_that_leaves_the_folder_is_refused(string path) =>
        Assert.Throws<RegistryException>(() => ArtifactFolder.Empty.With(path, "x"));

    [Fact]
    public void A_folder_within_a_folder_reads_back_unchanged()
    {
        var model = ArtifactFolder.Empty.With("MLmodel", "m").With("code/loader.py", "l");
        var whole = ArtifactFolder.Empty.With("modelling.txt", "x").WithFolder("model", model);

        Assert.Equal(["model/MLmodel", "model/code/loader.py", "modelling.txt"], whole.Paths);
        Assert.True(whole.Folder("model").ContentEquals(model));
        Assert.Equal(0, whole.Folder("mod").Count);
        Assert.False(model.ContentEquals(model.With("MLmodel", "n")));
        Assert.False(model.ContentEquals(model.With("third", "")));
    }
}
