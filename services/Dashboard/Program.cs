using System.Reflection;
using System.Text;
using Volcast.Hosting;
using Volcast.Services.Dashboard;
using Volcast.Services.Dashboard.FilePage;
using Volcast.Services.Dashboard.LocalApi;
using Volcast.WebHosting.Health;

ProcessCulture.SetInvariant();
// By default .NET takes the encoding of the locale and replaces what it lacks by question marks.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (args.Any(argument => argument is "--help" or "-h"))
{
    CommandLineFlags.WriteHelp(Console.Out, DashboardSettings.Purpose, DashboardSettings.All);
    return 0;
}
if (args is ["--version"])
{
    Console.WriteLine(
        typeof(DashboardHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return 0;
}
try
{
    var folder = Directory.GetCurrentDirectory();
    var asks = args is [HealthProbe.Flag, ..];
    var (own, others) = CommandLineFlags.Split(args[(asks ? 1 : 0)..], DashboardSettings.All);
    var settings = Settings.Resolve(DashboardSettings.All, SettingsFile.Read(SettingsFile.PathIn(folder)),
        Environment.GetEnvironmentVariable, CommandLineFlags.Parse(own, DashboardSettings.All));
    if (asks)
        return await HealthProbe.AskAsync(
            HealthProbe.AddressOf(new(settings.Text(DashboardSettings.Address)), HealthRoutes.Ready),
            Console.Out, Console.Error);
    if (settings.Text(DashboardSettings.Api) is not { Length: > 0 } address)
    {
        await using var api = ApiProcess.Create(Environment.GetEnvironmentVariable(ApiProcess.ProgramVariable), others);
        return await RunAsync(DashboardOptions.Of(settings, api.Address), api);
    }
    // Only the API that the dashboard starts would read the other flags.
    CommandLineFlags.Parse(others, DashboardSettings.All);
    foreach (var warning in KnownNames.Warnings(folder, Environment.GetEnvironmentVariables().Keys.Cast<string>()))
        Console.Error.WriteLine($"volcast-dashboard: {warning}");
    return await RunAsync(DashboardOptions.Of(settings, new(address)), api: null);

    Task<int> RunAsync(DashboardOptions options, ApiProcess? api) => settings.Text(DashboardSettings.Write) is { Length: > 0 } file
        ? FileRun.WithAsync(options, api, file)
        : DashboardRun.WithAsync(options, api);
}
catch (SettingException error)
{
    Console.Error.WriteLine($"volcast-dashboard: {error.Message}");
    return 2;
}
