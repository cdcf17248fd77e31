namespace Volcast.Files.Tests;

public sealed class DigestTests
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, B.1

    [Fact]
    public void The_digest_is_SHA_256_in_lower_case_hexadecimal()
    {
        Assert.Equal(Abc, Digest.Of("abc"u8));
        Assert.Equal(Abc, Digest.Of("abc"));
        Assert.Equal("ba7816bf", Digest.Prefix(Abc));
    }
}
