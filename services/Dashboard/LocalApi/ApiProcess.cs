using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Volcast.Hosting;

namespace Volcast.Services.Dashboard.LocalApi;

/// <summary>The API on the local data, as a process of its own on a free port of the loopback interface. If it ends, it is
/// started again.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    /// <summary>The environment variable in which the launcher passes the path of the API's program.</summary>
    public const string ProgramVariable = "VOLCAST_API_PROGRAM";

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ProcessStartInfo start;
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    private ApiProcess(ProcessStartInfo start, Uri address) => (this.start, Address) = (start, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Ends when it has answered for the first time.</summary>
    public Task Answered => answered.Task;

    /// <param name="program">The path of the API's program; null or empty for the one beside this program.</param>
    /// <param name="flags">The flags of `volcast serve` that say which data it reads.</param>
    /// <exception cref="SettingException">The API's program is missing.</exception>
    public static ApiProcess Create(string? program, IReadOnlyList<string> flags)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = Start(program);
        foreach (var argument in (IEnumerable<string>)[.. flags, "--address", address.ToString().TrimEnd('/')])
            start.ArgumentList.Add(argument);
        // Its log would bury the messages of this program. Its errors are shown.
        start.RedirectStandardOutput = true;
        return new(start, address);
    }

    /// <summary>Runs it until <paramref name="stop"/>.</summary>
    /// <returns>0, or the exit code of an API that ended before it had answered once: its settings or its data are at fault, and
    /// it has said so.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            process?.Dispose();
            process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            if (await AnswersAsync(process, stop))
                answered.TrySetResult();
            await process.WaitForExitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Ctrl-C reaches both programs, and the API may be the first to end.
            await Task.Delay(Grace, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                break;
            if (!Answered.IsCompleted)
                return process.ExitCode == 0 ? 1 : process.ExitCode;
            Console.Error.WriteLine(
                $"volcast-dashboard: the API ended with exit code {process.ExitCode} and is started again.");
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            using var late = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        process.Dispose();
    }

    /// <summary>Waits until the process answers or has ended.</summary>
    private async Task<bool> AnswersAsync(Process running, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = Patience };
        while (!stop.IsCancellationRequested && !running.HasExited)
        {
            try
            {
                using var live = await http.GetAsync("/health/live", stop);
                if (live.IsSuccessStatusCode)
                    return true;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
            {
                // It is starting: the loop ends when it answers, ends or is asked to stop.
            }
            await Task.Delay(100, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }

    private static ProcessStartInfo Start(string? given)
    {
        var program = given is { Length: > 0 } ? given : Path.Combine(AppContext.BaseDirectory, "volcast-api");
        if (!File.Exists(program))
            throw new SettingException($"The API's program {program} is missing. Start the dashboard with `volcast dashboard`, "
                + $"set {ProgramVariable}, or give the address of a running API as --api or {DashboardSettings.Api.Name}.");
        if (!program.EndsWith(".dll", StringComparison.Ordinal))
            return new(program);
        var host = new ProcessStartInfo(Environment.ProcessPath!);
        host.ArgumentList.Add(program);
        return host;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
