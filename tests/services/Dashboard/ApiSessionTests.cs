using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Tests;

public sealed class ApiSessionTests
{
    [Fact]
    public void Beyond_its_capacity_a_map_drops_what_was_used_longest_ago()
    {
        var map = new LeastRecentlyUsed<string, int>(2) { ["a"] = 1, ["b"] = 2 };
        Assert.True(map.TryGet("a", out _));
        map["c"] = 3;
        Assert.Equal((true, false, true), (map.TryGet("a", out _), map.TryGet("b", out _), map.TryGet("c", out _)));
        map["c"] = 4;
        Assert.Equal((true, 4), (map.TryGet("c", out var value), value));
        Assert.Equal([4, 1], map.Values);
    }

    [Fact]
    public void A_person_has_one_session_for_each_key()
    {
        using var sessions = new ApiSessions(new() { Api = new("http://127.0.0.1:1") }, TimeProvider.System);
        Assert.Same(sessions.For("one"), sessions.For("one"));
        Assert.NotSame(sessions.For("one"), sessions.For("two"));
        Assert.NotSame(sessions.For("one"), sessions.For(null));
    }
}
