namespace Volcast.Files.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_and_a_link_to_it_are_read()
    {
        await File.WriteAllTextAsync(folder["file"], "12345", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder["link"], folder["file"]);
        Assert.Equal("12345"u8, RegularFile.Read(folder["link"], largest: 5));
        Assert.EndsWith("is larger than 0 KiB.", Assert.Throws<IOException>(() => RegularFile.Read(folder["file"], 4)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_a_pipe_nor_a_device_is_opened_even_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix");
        Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", folder["pipe"])).Code);
        File.CreateSymbolicLink(folder["to-pipe"], folder["pipe"]);
        File.CreateSymbolicLink(folder["to-device"], "/dev/zero");
        File.CreateSymbolicLink(folder["to-nothing"], folder["nothing"]);
        Assert.EndsWith("is a named pipe: it must be a regular file.", Refusal("pipe"), StringComparison.Ordinal);
        Assert.EndsWith("is a named pipe: it must be a regular file.", Refusal("to-pipe"), StringComparison.Ordinal);
        Assert.EndsWith("is a device: it must be a regular file.", Refusal("to-device"), StringComparison.Ordinal);
        Assert.EndsWith("is a folder: it must be a regular file.", Refusal(""), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => RegularFile.Read(folder["to-nothing"]));
        Assert.Throws<FileNotFoundException>(() => RegularFile.Read(folder["nothing"]));
    }

    /// <summary>Only a name that does not exist may look like a file that is not there: a reader takes that for "nothing yet".
    /// The message of the system names the reason of any other error.</summary>
    [Fact]
    public void A_path_that_cannot_be_asked_is_not_a_missing_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix");
        var error = Assert.ThrowsAny<IOException>(() => RegularFile.Read(folder[new string('x', 300)]));
        Assert.IsNotType<FileNotFoundException>(error);
        Assert.Contains("cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_loses_its_byte_order_mark()
    {
        await File.WriteAllTextAsync(folder["file"], "SPY", new System.Text.UTF8Encoding(true), TestContext.Current.CancellationToken);
        Assert.Equal("SPY", RegularFile.ReadText(folder["file"]));
    }

    private string Refusal(string name) => Assert.Throws<IOException>(() => RegularFile.Read(folder[name])).Message;
}
