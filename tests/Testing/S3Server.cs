using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Volcast.Testing;

/// <summary>A real S3 server for the tests of one process: Ceph's gateway on loopback, started when it is first needed. It ends
/// with the process.</summary>
public sealed class S3Server
{
    private const string Gateway = "/usr/bin/radosgw";
    private static readonly Lazy<S3Server> Started = new(() => new());

    /// <summary>Ends when its input does, so it must not be collected before.</summary>
    private readonly Process process;

    private S3Server()
    {
        var (monitor, daemon, gateway) = (FreePort(), FreePort(), FreePort());
        Endpoint = new($"http://127.0.0.1:{gateway}");
        var folder = Directory.CreateTempSubdirectory("volcast-s3-").FullName;
        process = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                Script(), folder, $"{monitor}", $"{daemon}", $"{gateway}",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (process.StandardOutput.ReadLine() == "ready")
            return;
        process.WaitForExit();
        throw new InvalidOperationException($"The S3 server does not start (exit code {process.ExitCode}).");
    }

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
