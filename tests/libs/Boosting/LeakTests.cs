using System.Globalization;

namespace Volcast.Boosting.Tests;

/// <summary>Tests that measure the memory of the process; they run after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class LeakTests
{
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void Repeated_creation_and_disposal_leaks_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        var data = Synthetic.Create(45, rows: 200, columns: 6);
        var broken = new Synthetic([.. data.Values], [.. data.Labels], data.Rows, data.Columns);
        broken.Labels[0] = 0;
        void Cycle(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var booster = data.Train(1, ("objective", "reg:gamma"), ("max_depth", "2"));
                using var reloaded = Booster.Load(booster.Save());
                reloaded.Predict(data.Values, data.Rows);
                reloaded.Contributions(data.Values.AsSpan(0, data.Columns), 1);
                if (i % 10 == 0)
                    Assert.Throws<XGBoostException>(() => broken.Train(1, ("objective", "reg:gamma")));
            }
        }

        Cycle(200);
        var before = ResidentKibibytes();
        Cycle(2000);
        var grown = ResidentKibibytes() - before;
        Assert.True(grown < 16 * 1024, $"grew by {grown} KiB");
    }

    private static long ResidentKibibytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
