using System.Runtime.CompilerServices;
using Xunit;

namespace Volcast.Testing;

/// <summary>A theory on the shared reference data. Without them it counts as one skipped test, however many rows it
/// has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!Directory.Exists(SharedData.PathOf("data")))
            Skip = "needs the shared reference data beside the repository";
    }
}
