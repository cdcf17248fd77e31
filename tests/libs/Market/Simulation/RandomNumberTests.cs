using Volcast.Market.Simulation;

namespace Volcast.Market.Tests.Simulation;

public sealed class RandomNumberTests
{
    /// <summary>Published outputs of the authors' C code from the state {1, 2, 3, 4}.</summary>
    [Fact]
    public void Xoshiro_gives_the_reference_sequence()
    {
        var generator = new Xoshiro256(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => generator.Next()));
    }

    /// <summary>Published outputs of the reference SplitMix64 from the seed 1234567.</summary>
    [Fact]
    public void SplitMix_gives_the_reference_sequence()
    {
        var state = 1234567UL;
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];
        Assert.Equal(expected, expected.Select(_ => Xoshiro256.SplitMix64(ref state)));
    }

    [Fact]
    public void Streams_differ_by_seed_and_by_name()
    {
        var first = new[] { (1UL, "a"), (1UL, "b"), (2UL, "a"), (2UL, "b"), (0UL, "") }
            .Select(s => Xoshiro256.Stream(s.Item1, s.Item2).Next());
        Assert.Equal(5, first.Distinct().Count());
        Assert.Equal(Xoshiro256.Stream(1, "a").Next(), Xoshiro256.Stream(1, "a").Next());
    }

    /// <summary>Values of SciPy's norm.ppf (Cephes, another algorithm).</summary>
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0.2533471031357997)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.5758293035489004)]
    [InlineData(0.1, -1.2815515655446004)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-20, -9.262340089798409)]
    [InlineData(1e-300, -37.0470962993612)]
    public void The_normal_quantile_is_exact_to_the_last_digits(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.At(probability), 1e-15 * Math.Max(1, Math.Abs(expected)) * 4);

    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        const int Count = 400_000;
        var generator = new Xoshiro256(7);
        var normal = Enumerable.Range(0, Count).Select(_ => generator.Normal()).ToArray();
        var uniform = Enumerable.Range(0, Count).Select(_ => generator.Uniform()).ToArray();
        var exponential = Enumerable.Range(0, Count).Select(_ => generator.Exponential()).ToArray();

        // Tolerances are about five standard errors.
        Assert.Equal(0, normal.Average(), 0.008);
        Assert.Equal(1, normal.Average(x => x * x), 0.012);
        Assert.Equal(3, normal.Average(x => x * x * x * x), 0.08);
        Assert.Equal(0.5, uniform.Average(), 0.0025);
        Assert.InRange(uniform.Min(), double.Epsilon, 1e-4);
        Assert.InRange(uniform.Max(), 1 - 1e-4, 1 - 1e-17);
        Assert.Equal(1, exponential.Average(), 0.008);
        Assert.Equal(2, exponential.Average(x => x * x), 0.04);
    }
}
