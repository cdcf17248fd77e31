using System.Net.Sockets;

namespace Volcast.Files.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class FileKindsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_kind_is_told_without_opening_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix");
        await File.WriteAllTextAsync(folder["größe"], "1", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder["link"], folder["nothing"]);
        Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", folder["pipe"])).Code);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["socket"]));

        Assert.Equal(FileKind.Regular, FileKinds.Of(folder["größe"]));
        Assert.Equal(FileKind.Folder, FileKinds.Of(folder.Path));
        Assert.Equal(FileKind.Link, FileKinds.Of(folder["link"]));
        Assert.Equal(FileKind.Pipe, FileKinds.Of(folder["pipe"]));
        Assert.Equal(FileKind.Socket, FileKinds.Of(folder["socket"]));
        Assert.Equal(FileKind.Device, FileKinds.Of("/dev/null"));
        Assert.Throws<FileNotFoundException>(() => FileKinds.Of(folder["nothing"]));
    }
}
