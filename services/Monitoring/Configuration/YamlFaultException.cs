namespace Volcast.Services.Monitoring.Configuration;

/// <summary>The text is no YAML that a configuration file may hold.</summary>
internal sealed class YamlFaultException(YamlPlace place, string message) : Exception(message)
{
    public YamlPlace Place { get; } = place;
}
