using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>The advice of a table about a lost file.</summary>
internal static class LakeAdvice
{
    internal static string WhenLost(TableSchema schema) => schema.WhenLost.Length > 0
        ? schema.WhenLost
        : $"Restore it from a backup, or delete the folder {schema.Name} and run `volcast {schema.Producer}` again.";
}
