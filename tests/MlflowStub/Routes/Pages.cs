using System.Text;
using System.Text.Json.Nodes;

namespace Volcast.MlflowStub.Routes;

/// <summary>Answers in pages; a token is the base64 of <c>{"offset": N}</c>, as recorded.</summary>
internal static class Pages
{
    public static StubAnswer Of<T>(
        string name, IEnumerable<T> items, StubBody body, int standard, StubOptions options, Func<T, JsonObject> json)
    {
        var all = items.ToList();
        var most = (int)Math.Min(body.Number("max_results") ?? standard, options.LargestPage);
        var offset = body.Text("page_token", isRequired: false) is { Length: > 0 } token ? Offset(token) : 0;
        var answer = new JsonObject();
        JsonArray page = [.. all.Skip(offset).Take(most).Select(json)];
        if (page.Count > 0)
            answer[name] = page;
        if ((long)offset + most < all.Count)
            answer["next_page_token"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{{\"offset\": {offset + most}}}"));
        return StubAnswer.Json(answer);
    }

    private static int Offset(string token)
    {
        try
        {
            return JsonNode.Parse(Convert.FromBase64String(token))!["offset"]!.GetValue<int>();
        }
        catch (FormatException)
        {
            throw StubError.Invalid("Invalid page token, could not base64-decode");
        }
    }
}
