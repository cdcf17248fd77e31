using CsCheck;
using Volcast.Market;

namespace Volcast.Lake.Tests;

public sealed class LakePathsTests
{
    [Theory]
    [InlineData("SPY", "SPY")]
    [InlineData("^VIX", "%5EVIX")]
    [InlineData("GC=F", "GC%3DF")]
    [InlineData("BRK-B", "BRK-B")]
    [InlineData("GS2C.DE", "GS2C.DE")]
    public void A_symbol_is_encoded_as_Hive_does_it(string symbol, string segment)
    {
        Assert.Equal($"t/year=2020/symbol={segment}/part-0.parquet", LakePaths.Partition("t", 2020, Symbol.Parse(symbol)));
        Assert.Equal(symbol, LakePaths.PartitionValue(LakePaths.Partition("t", 2020, Symbol.Parse(symbol)), "symbol"));
    }

    [Fact]
    public void Every_text_decodes_from_its_encoding() =>
        Gen.String[Gen.Char[' ', '~'], 0, 20].Sample(text => LakePaths.Decode(LakePaths.Encode(text)) == text);

    [Fact]
    public void A_missing_partition_has_no_value() => Assert.Null(LakePaths.PartitionValue("t/year=2020/x", "symbol"));
}
