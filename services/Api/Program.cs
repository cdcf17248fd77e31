using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Services.Api;

if (args is ["--help" or "-h"])
{
    CommandLineFlags.WriteHelp(Console.Out, ApiSettings.All);
    return 0;
}
try
{
    var folder = Directory.GetCurrentDirectory();
    var settings = Settings.Resolve(ApiSettings.All, SettingsFile.Read(Path.Combine(folder, ".env")),
        Environment.GetEnvironmentVariable, CommandLineFlags.Parse(args, ApiSettings.All));
    var options = ApiOptions.Of(settings, folder);
    var clock = FixedClock.TryParse(settings.Text(ApiSettings.Now), out var now) ? new FixedClock(now) : TimeProvider.System;
    await using var app = ApiHost.Create(options, clock, new LocalModelRegistry(options.RegistryFolder));
    await app.RunAsync();
    return 0;
}
catch (SettingException error)
{
    Console.Error.WriteLine($"volcast-api: {error.Message}");
    return 2;
}
