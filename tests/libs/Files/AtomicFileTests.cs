using System.Runtime.Versioning;

namespace Volcast.Files.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_and_its_folder_are_created_and_replaced()
    {
        AtomicFile.Write(folder["a/b.txt"], "old"u8.ToArray());
        AtomicFile.Write(folder["a/b.txt"], stream => stream.Write("new content"u8));
        Assert.Equal("new content", File.ReadAllText(folder["a/b.txt"]));
        Assert.Equal([folder["a/b.txt"]], Directory.GetFiles(folder["a"]));
    }

    [Fact]
    public void Content_that_fails_leaves_the_old_file_and_no_temporary_file()
    {
        AtomicFile.Write(folder["a.txt"], "old"u8.ToArray());
        Assert.Throws<FormatException>(() => AtomicFile.Write(folder["a.txt"], stream =>
        {
            stream.Write("half"u8);
            throw new FormatException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["a.txt"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Content_that_is_awaited_replaces_the_file_as_a_whole_or_not_at_all()
    {
        await AtomicFile.WriteAsync(folder["a/b.txt"], async stream => await stream.WriteAsync("old"u8.ToArray()));
        await Assert.ThrowsAsync<FormatException>(() => AtomicFile.WriteAsync(folder["a/b.txt"], async stream =>
        {
            await stream.WriteAsync("half"u8.ToArray());
            throw new FormatException();
        }));
        Assert.Equal("old", await File.ReadAllTextAsync(folder["a/b.txt"], TestContext.Current.CancellationToken));
        Assert.Equal([folder["a/b.txt"]], Directory.GetFiles(folder["a"]));
    }

    [Fact]
    public void A_target_that_is_a_folder_fails_and_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(folder["a.txt/inside"]);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(folder["a.txt"], "new"u8.ToArray()));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_existing_file_is_not_replaced_if_replacing_is_not_allowed()
    {
        AtomicFile.Write(folder["a.txt"], "first"u8.ToArray(), new() { Overwrite = false });
        Assert.Throws<IOException>(() => AtomicFile.Write(folder["a.txt"], "second"u8.ToArray(), new() { Overwrite = false }));
        Assert.Equal("first", File.ReadAllText(folder["a.txt"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_write_stopped_before_any_step_leaves_the_old_content_and_a_second_write_succeeds()
    {
        var steps = new List<string>();
        AtomicFile.Write(folder["a.txt"], "old"u8.ToArray(), new() { BeforeStep = steps.Add });
        Assert.Equal(4, steps.Count);
        for (var fatal = 0; fatal < steps.Count; fatal++)
        {
            var step = 0;
            Assert.Throws<StoppedException>(() => AtomicFile.Write(folder["a.txt"], "new"u8.ToArray(), new()
            {
                BeforeStep = _ =>
                {
                    if (step++ == fatal)
                        throw new StoppedException();
                },
            }));
            Assert.Equal("old", File.ReadAllText(folder["a.txt"]));
        }
        AtomicFile.Write(folder["a.txt"], "new"u8.ToArray());
        Assert.Equal("new", File.ReadAllText(folder["a.txt"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_file_has_its_permissions_from_the_first_byte()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix modes");
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        AtomicFile.Write(folder["key"], stream => Assert.Equal(owner, File.GetUnixFileMode(stream.Name)), new() { Mode = owner });
        Assert.Equal(owner, File.GetUnixFileMode(folder["key"]));
    }

    [Fact]
    public void If_one_of_several_files_cannot_be_written_none_is_replaced()
    {
        AtomicFile.WriteAll(folder.Path, [new("a", "old"u8.ToArray()), new("b", "old"u8.ToArray())]);
        Directory.CreateDirectory(AtomicFile.TemporaryOf(folder["b"]));
        Assert.ThrowsAny<Exception>(() =>
            AtomicFile.WriteAll(folder.Path, [new("a", "new"u8.ToArray()), new("b", "new"u8.ToArray())]));
        Assert.All(["a", "b"], name => Assert.Equal("old", File.ReadAllText(folder[name])));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    private sealed class StoppedException : Exception;
}
