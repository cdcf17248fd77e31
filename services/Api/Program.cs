using System.Reflection;
using System.Text;
using Volcast.Hosting;
using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Services.Api;
using Volcast.WebHosting.Health;
using Volcast.Workspace;

ProcessCulture.SetInvariant();
// By default .NET takes the encoding of the locale and replaces what it lacks by question marks.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (args.Any(argument => argument is "--help" or "-h"))
{
    CommandLineFlags.WriteHelp(Console.Out, ApiSettings.Purpose, ApiSettings.All);
    return 0;
}
if (args is ["--version"])
{
    Console.WriteLine(typeof(ApiHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return 0;
}
try
{
    var folder = Directory.GetCurrentDirectory();
    foreach (var warning in KnownNames.Warnings(folder, Environment.GetEnvironmentVariables().Keys.Cast<string>()))
        Console.Error.WriteLine($"volcast-api: {warning}");
    var asks = args is [HealthProbe.Flag, ..];
    var settings = Settings.Resolve(ApiSettings.All, SettingsFile.Read(SettingsFile.PathIn(folder)),
        Environment.GetEnvironmentVariable, CommandLineFlags.Parse(args[(asks ? 1 : 0)..], ApiSettings.All));
    if (asks)
        return await HealthProbe.AskAsync(
            HealthProbe.AddressOf(new(settings.Text(ApiSettings.Address)), HealthRoutes.Ready), Console.Out, Console.Error);
    var places = new DataLocations(settings, folder);
    places.RequireDataFolder();
    if (places.SimulatedHint is { Length: > 0 } hint)
        Console.Error.WriteLine($"volcast-api: There is no lake in {places.LakeFolder}. {hint}");
    var options = ApiOptions.Of(settings, places);
    var clock = FixedClock.TryParse(settings.Text(WorkspaceSettings.Now), out var now)
        ? new FixedClock(now)
        : TimeProvider.System;
    // Without retries: while the registry is unavailable the service keeps its last snapshot and tries again at the next refresh.
    var registry = RegistryFactory.Open(places.Registry(await places.MarketAsync()), settings, handler: null, clock,
        server => server with
        {
            Retries = 0,
            AttemptTimeout = TimeSpan.FromSeconds(10),
            TotalTimeout = TimeSpan.FromSeconds(20),
        });
    using var connection = registry as IDisposable;
    await using var app = ApiHost.Create(options, clock, registry);
    await app.RunAsync();
    return 0;
}
catch (IOException inUse) when (inUse.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    Console.Error.WriteLine($"volcast-api: {inUse.Message} Stop the program that uses it, or choose another --address.");
    return 1;
}
catch (KeyFileException damaged)
{
    Console.Error.WriteLine($"volcast-api: {damaged.Message}");
    return 1;
}
catch (Exception error) when (error is SettingException or LakeException)
{
    Console.Error.WriteLine($"volcast-api: {error.Message}");
    return 2;
}
