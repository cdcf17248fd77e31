using Volcast.Tests;

namespace Volcast.Registry.Tests.Aliases;

/// <summary>A registry that calls back before each write to a tag or an alias. The callback may let another client run, or throw,
/// as a kill would.</summary>
internal sealed class InterleavedRegistry(IModelRegistry inner, Func<Task> beforeWrite) : DelegatingRegistry(inner)
{
    protected override async Task WriteAsync(Func<Task> write)
    {
        await beforeWrite();
        await write();
    }

    protected override IModelRegistry Around(IModelRegistry held) => new InterleavedRegistry(held, beforeWrite);
}
