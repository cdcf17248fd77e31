namespace Volcast.Services.Monitoring.Configuration;

/// <summary>A position in a YAML file; both numbers count from 1.</summary>
internal readonly record struct YamlPlace(long Line, long Column);
