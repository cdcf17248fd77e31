using System.Text.Json;

namespace Volcast.Files.Tests;

public sealed class JsonDamageTests
{
    [Theory]
    [InlineData("x", "line 1, byte 1: 'x' is an invalid start of a value.")]
    [InlineData("[\n 1,\n \"a\"]", "line 3, byte 5, $[1]: The JSON value could not be converted to System.Int32.")]
    public void A_reader_s_error_has_its_place_once(string json, string expected) =>
        Assert.Equal(expected, JsonDamage.Describe(Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<int[]>(json))));

    [Fact]
    public void An_error_without_a_place_is_its_message() =>
        Assert.Equal("It is empty.", JsonDamage.Describe(new JsonException("It is empty.")));
}
