using System.Numerics;

namespace Volcast.Market.Simulation;

/// <summary>
/// The pseudo-random generator xoshiro256** of Blackman and Vigna (2021, "Scrambled linear pseudorandom number generators"),
/// period 2²⁵⁶ − 1. Its state is filled by SplitMix64 (Steele, Lea and Flood 2014) as the authors advise. The same seed gives
/// the same numbers on every platform and in every version of .NET, which <see cref="Random"/> does not guarantee.
/// </summary>
internal sealed class Xoshiro256
{
    private ulong s0, s1, s2, s3;

    public Xoshiro256(ulong seed)
    {
        s0 = SplitMix64(ref seed);
        s1 = SplitMix64(ref seed);
        s2 = SplitMix64(ref seed);
        s3 = SplitMix64(ref seed);
    }

    /// <summary>From the full state, as in the authors' reference code; not all zero.</summary>
    internal Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3) => (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);

    /// <summary>A separate stream for a purpose, seeded by the name's FNV-1a hash mixed with the random seed. Adding a stream
    /// changes no other stream.</summary>
    public static Xoshiro256 Stream(ulong seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
            hash = (hash ^ c) * 1099511628211UL;
        return new Xoshiro256(SplitMix64(ref seed) ^ hash);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform on the open interval (0, 1), in steps of 2⁻⁵³.</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by inversion: one draw takes exactly one number of the stream.</summary>
    public double Normal() => NormalQuantile.At(Uniform());

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(Uniform());

    internal static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
