using System.Text;
using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Lake.Tests;

namespace Volcast.Workspace.Tests;

/// <summary>Documents such as the file of API keys in a store that several machines write.</summary>
public sealed class BucketDocumentTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 14, 12, 0, 0, TimeSpan.Zero);
    private readonly MemoryObjectStore objects = new();

    private static ApiKey NewKey(string name) => ApiKey.Create(name, KeyScope.Read, Now).Kept;

    [Fact]
    public void Keys_are_stored_read_and_removed_as_in_a_file()
    {
        var keys = new ApiKeyFile(BucketDocument.Of(objects, ApiKeyFile.FileName));
        Assert.Empty(keys.Read());
        Assert.Null(keys.Remove("00000000"));
        Assert.Empty(objects.Objects);
        var before = keys.Stamp();
        var (desk, night) = (NewKey("desk"), NewKey("night"));
        keys.Add(desk);
        keys.Add(night);
        Assert.NotEqual(before, keys.Stamp());
        Assert.Equal([desk, night], new ApiKeyFile(BucketDocument.Of(objects, ApiKeyFile.FileName)).Read());
        Assert.Equal(desk, keys.Remove(desk.Id));
        Assert.Equal([night], keys.Read());
        Assert.Equal("memory/api-keys.json", keys.Path);
    }

    [Fact]
    public void A_key_that_another_machine_adds_in_between_is_kept()
    {
        var (mine, other) = (NewKey("mine"), NewKey("other"));
        var racing = new UnreliableStore(objects);
        var raced = false;
        racing.OnPut = () =>
        {
            if (!raced)
            {
                raced = true;
                new ApiKeyFile(BucketDocument.Of(objects, ApiKeyFile.FileName)).Add(other);
            }
            return Task.CompletedTask;
        };
        var keys = new ApiKeyFile(BucketDocument.Of(racing, ApiKeyFile.FileName));
        keys.Add(mine);
        Assert.Equal([other, mine], keys.Read());
    }

    [Fact]
    public async Task A_damaged_document_is_neither_used_nor_replaced()
    {
        await objects.PutAsync(ApiKeyFile.FileName, "[{"u8.ToArray());
        var keys = new ApiKeyFile(BucketDocument.Of(objects, ApiKeyFile.FileName));
        foreach (var act in (Action[])[() => keys.Read(), () => keys.Add(NewKey("desk"))])
            Assert.StartsWith(
                "memory/api-keys.json is damaged: ", Assert.Throws<KeyFileException>(act).Message, StringComparison.Ordinal);
        Assert.Equal("[{", Encoding.UTF8.GetString(objects.Objects[ApiKeyFile.FileName]));
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_reported_with_its_own_message()
    {
        var failing = new UnreliableStore(objects) { OnGet = () => throw new LakeException("Cannot read it: no bucket.") };
        var error = Assert.Throws<KeyFileException>(
            () => new ApiKeyFile(BucketDocument.Of(failing, ApiKeyFile.FileName)).Read());
        Assert.Equal("The API keys cannot be read: Cannot read it: no bucket.", error.Message);
    }

    [Theory]
    [InlineData("data", "/desk/data", "/desk/data/lake")]
    [InlineData("s3://prices/desk/", "s3://prices/desk", "s3://prices/desk/lake")]
    [InlineData("s3://prices", "s3://prices", "s3://prices/lake")]
    public void A_place_is_a_folder_or_in_a_bucket(string given, string full, string lake)
    {
        Assert.Equal(full, ObjectStores.FullPlace(given, "/desk"));
        Assert.Equal(lake, DataLocations.LakeIn(full));
    }
}
