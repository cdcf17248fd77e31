using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Volcast.Bench.Api;

/// <summary>A service in a separate process, on a free port of the loopback interface.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Seconds from its start to the first 200 of <c>/health/ready</c>.</summary>
    public double ReadyAfter { get; private set; }

    /// <summary>Its peak memory, in MiB.</summary>
    public double PeakMemory()
    {
        process.Refresh();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    /// <summary>The processor time of all its threads, in seconds.</summary>
    public double ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <exception cref="BenchmarkException">It ends, or is not ready in time; the message quotes its last output.</exception>
    public static async Task<ServerProcess> StartAsync(
        string program, Func<int, IEnumerable<string>> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program, arguments(port))
        {
            WorkingDirectory = BenchPage.Results, // This folder has no .env that could change the settings.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var words = "";
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new BenchmarkException($"{program} does not start.");
        process.OutputDataReceived += (_, line) => words = line.Data ?? words;
        process.ErrorDataReceived += (_, line) => words = line.Data ?? words;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, new Uri($"http://127.0.0.1:{port}"));
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, server.Address))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
            {
                server.Dispose();
                throw new BenchmarkException($"{program} {string.Join(' ', start.ArgumentList)} is not ready: {words}");
            }
            await Task.Delay(Glance);
        }
        server.ReadyAfter = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // The service does not listen yet.
        }
    }
}
