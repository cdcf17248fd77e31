using System.Text;

namespace Volcast.Deploy.Aws.Daily;

/// <summary>The state machines' definitions, in the Amazon States Language.</summary>
internal static class StateMachines
{
    public const string Daily = "daily.asl.json";
    public const string Scale = "scale.asl.json";

    /// <summary>A definition with <c>${Name}</c> where the stack puts an ARN or an id.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(StateMachines).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
