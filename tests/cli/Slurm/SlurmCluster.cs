using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Volcast.Cli.Tests.Slurm;

/// <summary>A controller and nodes of Slurm on this machine: loopback only, all files in one folder. Each daemon is a child of
/// this process and ends with it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SlurmCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder folder = new();
    private readonly List<Process> services = [];
    private readonly Dictionary<string, Process> nodes = [];

    private SlurmCluster()
    {
    }

    /// <summary>The file that the programs of Slurm need, as <c>SLURM_CONF</c>.</summary>
    private string Configuration => folder["slurm.conf"];

    /// <summary>Starts a cluster and waits until its nodes are idle.</summary>
    /// <param name="count">Nodes, of one processor each: n1, n2, …</param>
    public static async Task<SlurmCluster> StartAsync(int count)
    {
        var cluster = new SlurmCluster();
        try
        {
            await cluster.StartMungeAsync();
            await File.WriteAllTextAsync(cluster.Configuration, cluster.Settings(FreePorts(count + 1)));
            cluster.services.Add(cluster.Daemon("/usr/sbin/slurmctld", "-D"));
            for (var node = 1; node <= count; node++)
                cluster.StartNode($"n{node}");
            await cluster.UntilAsync(
                "the nodes are idle",
                async () => (await cluster.RunAsync("sinfo", "-h", "-t", "idle", "-o", "%D")).Trim() == $"{count}");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the daemon of a node.</summary>
    public void StartNode(string node)
    {
        Directory.CreateDirectory(folder[$"spool-{node}"]);
        nodes[node] = Daemon("/usr/sbin/slurmd", "-D", "-N", node);
    }

    /// <summary>Whether a process of a task runs on a node.</summary>
    public bool HasTask(string node) => TasksOf(node).Count > 0;

    /// <summary>Kills a node as a loss of power would: its daemon, the processes that supervise its tasks, and the
    /// tasks.</summary>
    /// <returns>How many processes of tasks were running there.</returns>
    public int KillNode(string node)
    {
        nodes[node].Kill();
        var killed = 0;
        // A task's process may start another one between the look and the kill.
        while (TasksOf(node) is { Count: > 0 } running)
        {
            foreach (var task in running)
                try
                {
                    task.Kill();
                    killed++;
                }
                catch (InvalidOperationException)
                {
                    // It has ended by itself.
                }
        }
        nodes[node].WaitForExit(Patience);
        return killed;
    }

    /// <summary>Runs a program with the cluster's configuration, and returns what it prints.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments) =>
        await RunAsync(program, new Dictionary<string, string>(), folder.Path, arguments);

    /// <param name="program">The program.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="workingFolder">Where it runs, and where jobs write their logs.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<string> RunAsync(
        string program, IReadOnlyDictionary<string, string> environment, string workingFolder, params string[] arguments)
    {
        using var process = Process.Start(StartOf(program, environment, workingFolder, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)}: {process.ExitCode} {output}{await error}");
    }

    /// <summary>Waits until something holds.</summary>
    /// <param name="what">It, for the failure.</param>
    /// <param name="holds">Looks.</param>
    /// <param name="atMost">How long; a minute by default.</param>
    public async Task UntilAsync(string what, Func<Task<bool>> holds, TimeSpan? atMost = null)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waited.Elapsed > (atMost ?? Patience))
                throw new TimeoutException($"It does not happen that {what}.\n{await RunAsync("sinfo", "-N", "-l")}"
                    + $"{await RunAsync("squeue", "-l")}");
            await Task.Delay(100);
        }
    }

    /// <summary>How a job ended, such as COMPLETED; empty while it is queued or runs.</summary>
    public async Task<string> EndOfAsync(string job)
    {
        var shown = await RunAsync("scontrol", "show", "job", "-o", job);
        const string field = "JobState=";
        var state = shown.Split(' ').First(one => one.StartsWith(field, StringComparison.Ordinal))[field.Length..];
        return state is "PENDING" or "RUNNING" or "COMPLETING" or "REQUEUED" or "CONFIGURING" ? "" : state;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Keys)
            KillNode(node);
        foreach (var daemon in nodes.Values.Concat(services))
        {
            if (!daemon.HasExited)
                daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }
        folder.Dispose();
    }

    private async Task StartMungeAsync()
    {
        Directory.CreateDirectory(folder["munge"]);
        var key = folder["munge/key"];
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        await RunAsync("chown", "-R", "munge:", folder["munge"]);
        services.Add(Process.Start(StartOf("setpriv", new Dictionary<string, string>(), folder.Path,
            "--reuid=munge", "--regid=munge", "--clear-groups", "/usr/sbin/munged", "--foreground", $"--key-file={key}",
            $"--socket={folder["munge/socket"]}", $"--pid-file={folder["munge/pid"]}", $"--log-file={folder["munge/log"]}",
            $"--seed-file={folder["munge/seed"]}"))!);
        await UntilAsync("munged listens", () => Task.FromResult(File.Exists(folder["munge/socket"])));
    }

    private Process Daemon(string program, params string[] arguments)
    {
        var daemon = Process.Start(StartOf(
            program, new Dictionary<string, string>(), folder.Path, ["-f", Configuration, .. arguments]))!;
        // A full pipe would stop it.
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        return daemon;
    }

    private ProcessStartInfo StartOf(
        string program, IReadOnlyDictionary<string, string> environment, string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SLURM_CONF"] = Configuration },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>The processes of a node's tasks, found by their environment, and the supervisors above them.</summary>
    private List<Process> TasksOf(string node)
    {
        var found = new Dictionary<int, Process>();
        var all = Process.GetProcesses().ToDictionary(process => process.Id);
        foreach (var process in all.Values)
        {
            var environment = Text($"/proc/{process.Id}/environ");
            if (!environment.Contains($"SLURM_CONF={Configuration}\0", StringComparison.Ordinal)
                || !environment.Contains($"SLURMD_NODENAME={node}\0", StringComparison.Ordinal))
                continue;
            found[process.Id] = process;
            if (ParentOf(process.Id) is { } parent && all.TryGetValue(parent, out var above)
                && Text($"/proc/{parent}/comm").StartsWith("slurmstepd", StringComparison.Ordinal))
                found[parent] = above;
        }
        return [.. found.Values.Where(IsAlive)];

        static bool IsAlive(Process process) =>
            Text($"/proc/{process.Id}/stat").Split(") ") is [_, .., { Length: > 0 } state] && state[0] != 'Z';
    }

    private static int? ParentOf(int process) =>
        Text($"/proc/{process}/stat").Split(") ") is [_, .., var rest]
            ? int.Parse(rest.Split(' ')[1], CultureInfo.InvariantCulture) : null;

    /// <summary>The text of a file of a process; empty if the process has ended.</summary>
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Credentials of a requeued task are refused until those of its first run have expired, so these expire
    /// soon.</summary>
    private string Settings(int[] ports) => string.Create(CultureInfo.InvariantCulture,
        $"""
        ClusterName=volcast
        SlurmctldHost=localhost(127.0.0.1)
        SlurmctldPort={ports[0]}
        SlurmUser=root
        AuthType=auth/munge
        AuthInfo=socket={folder["munge/socket"]},cred_expire=5
        CredType=cred/munge
        StateSaveLocation={folder["state"]}
        SlurmctldPidFile={folder["slurmctld.pid"]}
        SlurmctldLogFile={folder["slurmctld.log"]}
        SlurmdPidFile={folder["slurmd-%n.pid"]}
        SlurmdLogFile={folder["slurmd-%n.log"]}
        SlurmdSpoolDir={folder["spool-%n"]}
        SlurmdParameters=config_overrides
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        SchedulerType=sched/backfill
        SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,bf_interval=1
        MpiDefault=none
        SwitchType=switch/none
        ReturnToService=2
        SlurmdTimeout=10
        SlurmctldTimeout=30
        InactiveLimit=0
        KillWait=2
        JobRequeue=1
        MaxArraySize=1001
        CommunicationParameters=NoAddrCache,NoInAddrAny,NoCtldInAddrAny
        {string.Join('\n', ports.Skip(1).Select((port, node) => string.Create(CultureInfo.InvariantCulture,
            $"NodeName=n{node + 1} NodeHostname=localhost NodeAddr=127.0.0.1 Port={port} CPUs=1 RealMemory=1000 State=UNKNOWN")))}
        PartitionName=work Nodes=n[1-{ports.Length - 1}] Default=YES MaxTime=INFINITE State=UP

        """);

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }
}
