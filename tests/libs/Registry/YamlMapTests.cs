using System.Text;
using CsCheck;

namespace Volcast.Registry.Tests;

public sealed class YamlMapTests
{
    [Theory]
    [InlineData("active", "k: active\n")]
    [InlineData("", "k: ''\n")]
    [InlineData("0", "k: '0'\n")]
    [InlineData("1e5", "k: '1e5'\n")]
    [InlineData("None", "k: 'None'\n")]
    [InlineData("yes", "k: 'yes'\n")]
    [InlineData("it's", "k: 'it''s'\n")]
    [InlineData("a: b # c", "k: 'a: b # c'\n")]
    [InlineData("two\nlines", "k: \"two\\nlines\"\n")]
    public void A_text_is_quoted_if_a_reader_could_take_it_for_another_type(string text, string yaml) =>
        Assert.Equal(yaml, Encoding.UTF8.GetString(new YamlMap().Set("k", text).ToBytes()));

    [Fact]
    public void Every_text_reads_back() =>
        Gen.String.Where(s => s.All(c => !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF')))
            .Sample(text => YamlMap.Parse(new YamlMap().Set("k", text).ToBytes(), "it").Get("k") == text);

    [Fact]
    public void Keys_are_written_in_ordinal_order() =>
        Assert.Equal("B: 1\na: 2\nb: null\n",
            Encoding.UTF8.GetString(new YamlMap().SetNull("b").Set("a", 2).Set("B", 1).ToBytes()));

    [Theory]
    [InlineData("k: null")]
    [InlineData("k: ~")]
    [InlineData("k:")]
    [InlineData("k: []")]
    [InlineData("other: 1")]
    public void Missing_null_and_list_values_have_no_text(string yaml) =>
        Assert.Null(YamlMap.Parse(Encoding.UTF8.GetBytes(yaml), "it").Find("k"));

    [Fact]
    public void A_quoted_null_is_a_text() => Assert.Equal("null", YamlMap.Parse("k: 'null'"u8, "it").Get("k"));
}
