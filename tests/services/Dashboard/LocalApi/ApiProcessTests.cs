using System.Diagnostics;
using System.Runtime.Versioning;
using Volcast.Hosting;
using Volcast.Services.Dashboard.LocalApi;

namespace Volcast.Services.Dashboard.Tests.LocalApi;

[Trait(Category.Name, Category.Integration)]
[UnsupportedOSPlatform("windows")]
public sealed class ApiProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_the_program_of_the_api_the_message_says_what_to_do()
    {
        var missing = Assert.Throws<SettingException>(() => ApiProcess.Create(folder["none"], []));
        Assert.Equal($"The API's program {folder["none"]} is missing. Start the dashboard with `volcast dashboard`, set "
            + "VOLCAST_API_PROGRAM, or give the address of a running API as --api or VOLCAST_DASHBOARD_API.", missing.Message);
    }

    [Fact]
    public async Task An_api_that_ends_before_it_answers_gives_its_exit_code_and_has_got_the_flags()
    {
        await using var api = ApiProcess.Create(Script("""echo "$@" > "$0.args"; exit 2"""), ["--source", "simulated"]);
        Assert.Equal(2, await api.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"--source simulated --address {api.Address.ToString().TrimEnd('/')}\n",
            await File.ReadAllTextAsync(folder["api.args"], TestContext.Current.CancellationToken));
        Assert.True(api.Address.IsLoopback);
        Assert.False(api.Answered.IsCompleted);
    }

    [Fact]
    public async Task When_the_dashboard_stops_the_api_stops_too()
    {
        using var stop = new CancellationTokenSource();
        var api = ApiProcess.Create(Script("""echo $$ > "$0.pid"; exec sleep 600"""), []);
        var run = api.RunAsync(stop.Token);
        while (!File.Exists(folder["api.pid"]) || !int.TryParse(await File.ReadAllTextAsync(folder["api.pid"]), out _))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var process = int.Parse(await File.ReadAllTextAsync(folder["api.pid"]));
        await stop.CancelAsync();
        Assert.Equal(0, await run);
        await api.DisposeAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    private string Script(string commands)
    {
        var path = folder["api"];
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
