using Volcast.Registry;
using Volcast.Tests;

namespace Volcast.Services.Promotion.Tests;

/// <summary>A registry whose process is killed before its n-th write.</summary>
internal sealed class StoppingRegistry : DelegatingRegistry
{
    private readonly Counter counter;

    public StoppingRegistry(IModelRegistry inner, int writes) : this(inner, new Counter { Left = writes })
    {
    }

    private StoppingRegistry(IModelRegistry inner, Counter counter) : base(inner) => this.counter = counter;

    private sealed class Counter
    {
        public int Left { get; set; }

        public int Writes { get; set; }
    }

    public sealed class KilledException() : Exception("killed");

    /// <summary>What another client does after the first run that is recorded; null for nothing.</summary>
    public Func<Task>? AfterFirstRun { get; set; }

    /// <summary>How many writes there were.</summary>
    public int Writes => counter.Writes;

    protected override Task WriteAsync(Func<Task> write)
    {
        counter.Writes++;
        return counter.Left-- > 0 ? write() : throw new KilledException();
    }

    protected override IModelRegistry Around(IModelRegistry held) => new StoppingRegistry(held, counter);

    public override async Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken)
    {
        await base.RecordRunAsync(run, artifacts, cancellationToken);
        var meanwhile = AfterFirstRun;
        AfterFirstRun = null;
        if (meanwhile is not null)
            await meanwhile();
    }
}
