using System.Security.Cryptography;
using System.Text;
using Volcast.Reports.Design;
using Volcast.WebHosting;

namespace Volcast.Services.Dashboard.Assets;

/// <summary>Styles, scripts and the icon. They are embedded in the program, and their links change with their content, so that a
/// browser keeps them for ever.</summary>
internal static class AssetFiles
{
    private const string Script = "text/javascript; charset=utf-8";

    private const string Icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b62ad"/>
        <path d="M5 18c3 0 3-9 6-9s3 15 6 15 3-18 6-18 2 8 4 8" fill="none" stroke="#fff" stroke-width="2.6"
        stroke-linecap="round"/></svg>
        """;

    private static readonly string[] BundleOf = ["picture.js", "volcast-chart.js", "sort.js"];

    private static readonly Dictionary<string, (byte[] Bytes, string Type, string Version)> Files = All();

    /// <summary>The link to a file, with the digest of its content.</summary>
    public static string Link(string name) => $"/assets/{name}?v={Files[name].Version}";

    /// <summary>The content of a file.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Files[name].Bytes);

    /// <summary>The scripts of charts and tables as one module, for a page in a file.</summary>
    public static string Bundle { get; } = string.Join('\n', BundleOf.SelectMany(name => Text(name).Split('\n'))
        .Where(line => !line.StartsWith("import ", StringComparison.Ordinal))
        .Select(line => line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line));

    /// <summary>Maps <c>/assets/…</c>. A page that asks for them needs no key.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (name, file) in Files)
            routes.MapGet($"/assets/{name}", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = context.Request.Query["v"] == file.Version
                    ? "public, max-age=31536000, immutable"
                    : "no-cache";
                return Results.Bytes(file.Bytes, file.Type);
            }).WithMetadata(new AllowAnonymous());
    }

    private static Dictionary<string, (byte[], string, string)> All()
    {
        var program = typeof(AssetFiles).Assembly;
        var names = program.GetManifestResourceNames().Order(StringComparer.OrdinalIgnoreCase).ToArray();
        var style = string.Join('\n', (IEnumerable<string>)
        [
            StyleSheets.Tokens, StyleSheets.Charts, StyleSheets.Tables,
            .. names.Where(name => name.StartsWith("styles/", StringComparison.Ordinal)).Select(Embedded),
        ]);
        var files = new Dictionary<string, (byte[], string, string)>(StringComparer.Ordinal);
        Add("dashboard.css", style, "text/css; charset=utf-8");
        Add("volcast.svg", Icon, "image/svg+xml");
        Add("sort.js", StyleSheets.Sorting, Script);
        foreach (var name in names.Where(name => name.StartsWith("scripts/", StringComparison.Ordinal)))
            Add(name["scripts/".Length..], Embedded(name), Script);
        return files;

        void Add(string name, string text, string type)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            files[name] = (bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }

        string Embedded(string name)
        {
            using var reader = new StreamReader(program.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
