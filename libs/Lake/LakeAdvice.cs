using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>What to do about a file that is lost, in the words of its table.</summary>
internal static class LakeAdvice
{
    internal static string WhenLost(TableSchema schema) => schema.WhenLost.Length > 0
        ? schema.WhenLost
        : $"Restore it from a backup, or delete the folder {schema.Name} and run `volcast {schema.Producer}` again.";
}
