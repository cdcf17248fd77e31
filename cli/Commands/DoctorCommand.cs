using System.CommandLine;
using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Doctor;
using Volcast.Cli.Output;
using Volcast.Files;
using Volcast.Hosting;
using Volcast.Services.Ingest.Sources.Http;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast doctor</c></summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of text" };
        return JobCommand.Create(
            shell, "doctor", "Checks what Volcast needs: the SDK, libxgboost, settings, disk, lake, registry, models, source and "
                + "clock. "
                + "Prints one line for each, with what to do. Changes nothing. Ends with 0 if all is well, 3 after a warning and "
                + "1 after a problem.",
            [Source, CsvPath, Targets, Data], [json], async (flags, parsed, stop) =>
            {
                var problems = new List<string>();
                var file = ReadFile(shell, problems);
                var settings = Settings.ResolveValid(All, file, shell.Environment, flags, problems);
                var context = new CommandContext(shell, settings, Hints.Of(parsed, shell));
                using var server = new ServerTime(shell.Http ?? VendorHandler.Create(), shell.Clock);
                var results = new List<(string Check, Diagnosis Diagnosis)>();
                foreach (var check in Checks(shell, context, server, () =>
                    SettingsCheck.Run(
                        settings, problems, shell.WorkingFolder, shell.EnvironmentNames, () => context.Targets.Count)))
                {
                    var diagnosis = await check.RunWithinAsync(TimeLimit, stop);
                    results.Add((check.Name, diagnosis));
                    if (!parsed.GetValue(json))
                        DoctorView.Write(context.Terminal, check.Name, diagnosis);
                }
                if (parsed.GetValue(json))
                    DocumentJson.Write(context.Terminal, Document(results));
                else
                    DoctorView.WriteResult(context.Terminal, [.. results.Select(result => result.Diagnosis.Condition)]);
                return results.Max(result => result.Diagnosis.Condition) switch
                {
                    Condition.Ok => ExitCode.Done,
                    Condition.Warning => ExitCode.NeedsAttention,
                    _ => ExitCode.Failed,
                };
            });
    }

    /// <summary>The checks in the order in which a user would repair things; the clock needs the source's answer.</summary>
    private static IEnumerable<DoctorCheck> Checks(
        Shell shell, CommandContext context, ServerTime server, Func<Diagnosis> settings) =>
    [
        new("sdk", stop => SdkCheck.RunAsync(AppContext.BaseDirectory, shell.Environment, stop)),
        new("libxgboost", XgboostCheck.RunAsync),
        new("settings", _ => Task.FromResult(settings())),
        context.IsInBucket
            ? new("bucket", stop => BucketCheck.RunAsync(context.OpenStore(), stop))
            : new("disk", _ => Task.FromResult(
                DiskCheck.Run(context.DataFolder, DiskCheck.FreeBytes, path => FileLock.TryAcquire(path)))),
        new("lake", stop => LakeCheck.RunAsync(context, stop)),
        new("registry", stop => RegistryCheck.RunAsync(context, shell.Http, shell.Clock, stop)),
        new("models", stop => ModelsCheck.RunAsync(context, shell.Http, shell.Clock, stop)),
        new("source", stop => SourceCheck.RunAsync(context, server, stop)),
        new("clock", stop => ClockCheck.RunAsync(context, server.ClockAhead, stop)),
    ];

    private static SettingsFile ReadFile(Shell shell, List<string> problems)
    {
        try
        {
            return SettingsFile.Read(shell.SettingsPath);
        }
        catch (Exception error) when (error is SettingException or IOException or UnauthorizedAccessException)
        {
            problems.Add(error.Message);
            return SettingsFile.Empty;
        }
    }

    private static DoctorDocument Document(List<(string Check, Diagnosis Diagnosis)> results) => new(
        results.All(result => result.Diagnosis.Condition == Condition.Ok),
        [
            .. results.Select(result => new CheckResultDocument(
                result.Check, result.Diagnosis.Condition.ToString().ToLowerInvariant(), result.Diagnosis.Found,
                result.Diagnosis.Fix)),
        ]);
}
