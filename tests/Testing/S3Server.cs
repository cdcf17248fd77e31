using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Volcast.Testing;

/// <summary>A real S3 server for the tests of one process: Ceph's gateway on loopback, started when it is first needed. It ends
/// with the process.</summary>
public sealed class S3Server
{
    private const string Gateway = "/usr/bin/radosgw";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<S3Server> Started = new(Start);

    /// <summary>Ends when its input does, so it must not be collected before.</summary>
    private readonly Process process;

    private S3Server(Process process, Uri endpoint) => (this.process, Endpoint) = (process, endpoint);

    /// <summary>The server, which is started now if it has not been.</summary>
    public static S3Server Instance => Started.Value;

    /// <summary>Whether the server's programs are installed.</summary>
    public static bool IsInstalled => File.Exists(Gateway);

    /// <summary>Where it answers.</summary>
    public Uri Endpoint { get; }

    /// <summary>The access key of the user who owns all buckets.</summary>
    public static (string Id, string Secret) Owner => ("TESTS0000000000KEY00", "tests-secret");

    /// <summary>The access key of a user who has no permission of his own.</summary>
    public static (string Id, string Secret) Limited => ("LIMITED00000000KEY00", "limited-secret");

    /// <summary>Another process may take a port between its choice and its use: then other ports are tried.</summary>
    private static S3Server Start()
    {
        for (var attempt = 1; attempt <= 3; attempt++)
            if (TryStart() is { } server)
                return server;
        throw new InvalidOperationException("The S3 server does not start. What its daemons logged is above.");
    }

    private static S3Server? TryStart()
    {
        var (monitor, daemon, gateway) = (FreePort(), FreePort(), FreePort());
        var folder = Directory.CreateTempSubdirectory("volcast-s3-").FullName;
        var process = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                Script(), folder, $"{monitor}", $"{daemon}", $"{gateway}",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var ready = process.StandardOutput.ReadLineAsync();
        if (ready.Wait(StartLimit) && ready.Result == "ready")
            return new(process, new($"http://127.0.0.1:{gateway}"));
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        if (Directory.Exists(folder)) // Not what the script has removed.
            Directory.Delete(folder, recursive: true);
        return null;
    }

    /// <summary>The script in the repository that holds this program.</summary>
    private static string Script()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "tests", "Testing", "s3-server.sh") is var script && File.Exists(script))
                return script;
        throw new InvalidOperationException($"There is no tests/Testing/s3-server.sh above {AppContext.BaseDirectory}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
