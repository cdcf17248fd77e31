using YamlDotNet.RepresentationModel;

namespace Volcast.Deploy.Manifests.Tests.Containers;

/// <summary>docker-compose.yml as the compose command reads it.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ComposeConfigTests
{
    private static readonly string[] Ours = ["worker", "api", "dashboard"];

    [ComposeFact]
    public async Task Containers_are_shut_in_and_publish_on_loopback_only()
    {
        var services = await ServicesAsync();
        Assert.Equal(17, services.Count);
        Assert.All(services, service => Assert.All(List(service.Value, "ports"), port => Assert.StartsWith(
            "127.0.0.1", port is YamlMappingNode mapping ? mapping["host_ip"].ToString() : port.ToString(),
            StringComparison.Ordinal)));
        Assert.All(services, service => Assert.Equal("true", service.Value["read_only"].ToString()));
        var ours = services.Where(service => Ours.Any(name =>
            service.Value["image"].ToString().StartsWith($"volcast-{name}:", StringComparison.Ordinal))).ToArray();
        Assert.Equal(13, ours.Length);
        Assert.All(ours, service =>
        {
            Assert.Equal(["ALL"], List(service.Value, "cap_drop").Select(one => one.ToString()));
            Assert.Equal(["no-new-privileges:true"], List(service.Value, "security_opt").Select(one => one.ToString()));
            Assert.Equal("5s", service.Value["stop_grace_period"].ToString());
        });
    }

    private static YamlNode[] List(YamlMappingNode service, string key) =>
        service.Children.TryGetValue(key, out var list) ? [.. (YamlSequenceNode)list] : [];

    private static async Task<Dictionary<string, YamlMappingNode>> ServicesAsync()
    {
        var command = ComposeFactAttribute.Command!;
        var run = await ProgramRun.OfAsync(command[0],
            [
                .. command[1..], "--file", Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml"),
                "--profile", "jobs", "--profile", "mlflow", "--profile", "s3",
                "config",
            ]);
        Assert.True(run.Code == 0, run.Error);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(run.Output));
        return ((YamlMappingNode)((YamlMappingNode)yaml.Documents.Single().RootNode)["services"]).Children
            .ToDictionary(one => one.Key.ToString(), one => (YamlMappingNode)one.Value);
    }
}
