using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests.Slurm;

/// <summary>Runs plans on a cluster with the scripts of <c>deploy/slurm</c>, as an operator does.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="folder">Holds the data, the plans and the jobs' logs.</param>
/// <param name="settings">Environment variables of all commands.</param>
[SupportedOSPlatform("linux")]
internal sealed class SlurmRun(SlurmCluster cluster, string folder, IReadOnlyDictionary<string, string> settings)
{
    private static readonly string Scripts = Path.Combine(SharedData.RepositoryRoot, "deploy", "slurm");

    /// <summary>The numbers of the array job and of the job that gathers.</summary>
    public sealed record Jobs(string Array, string Gather);

    /// <summary>Submits what is missing of a plan.</summary>
    /// <param name="plan">The place of the plan.</param>
    /// <param name="file">The joined file.</param>
    public async Task<Jobs> SubmitAsync(string plan, string file)
    {
        var printed = await cluster.RunAsync(Path.Combine(Scripts, "submit.sh"), Environment, folder, plan, file);
        return new(Number("array"), Number("gather"));

        string Number(string job) => Regex.Match(printed, $@"^{job} (\d+)$", RegexOptions.Multiline).Groups[1].Value;
    }

    /// <summary>Waits for the job that gathers.</summary>
    /// <returns>How it ended, such as COMPLETED.</returns>
    public async Task<string> EndAsync(Jobs jobs, TimeSpan atMost)
    {
        var end = "";
        await cluster.UntilAsync(
            "the results are gathered", async () => (end = await cluster.EndOfAsync(jobs.Gather)).Length > 0, atMost);
        return end;
    }

    /// <summary>The tasks of an array that run on a node.</summary>
    public async Task<int> RunningAsync(Jobs jobs, string node) =>
        (await cluster.RunAsync("squeue", "-h", "-r", "-j", jobs.Array, "-t", "RUNNING", "-w", node, "-o", "%i"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>How often the tasks of an array were queued again.</summary>
    public async Task<int> RequeuesAsync(Jobs jobs) =>
        Regex.Matches(await cluster.RunAsync("scontrol", "show", "job", "-o", jobs.Array), @"Restarts=(\d+)")
            .Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private Dictionary<string, string> Environment => new(settings) { ["VOLCAST"] = Program() };

    private string Program()
    {
        var program = Path.Combine(folder, "volcast");
        if (!File.Exists(program))
        {
            var assembly = BuiltProgram.CommandLine;
            File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{assembly}' \"$@\"\n");
            File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        }
        return program;
    }
}
