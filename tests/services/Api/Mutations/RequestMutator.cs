using System.Text;

namespace Volcast.Services.Api.Tests.Mutations;

/// <summary>Mutates valid requests, each in one to three ways. The same seed and number give the same bytes.</summary>
internal sealed class RequestMutator(IReadOnlyList<RawRequest> valid, string host, int seed)
{
    private static readonly string[] Words =
    [
        "NaN", "Infinity", "-0", "1e999", "-1e-999", "9999999999999999999999", "0x10", "١٢", "null", "true", "\"\"", "''", "😀",
        "\u202Eabc",
        "%00", "%", "%zz", "%2e%2e%2f", "..%5c", "../../etc/passwd", "/etc/passwd", "//", "{}", "[]", "SPY;DROP",
        "<script>", "$(id)",
        "0001-01-01", "9999-12-31", "2014-02-29", "22", "4294967296", "-1", "champion", "latest", "SPY", "^VIX",
        "*/*;q=2", "text/csv",
        "application/json", "chunked", "gzip", "bytes=0-1", "100-continue", "W/\"x\"", "\"", "\\", "\t", " ", "+",
            "&&", "==", "#",
    ];

    private static readonly string[] Names =
        ["symbol", "horizon", "above", "from", "to", "kind", "limit", "offset", "explain", "format"];

    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "FOO"];

    private static readonly string[] HeaderNames =
    [
        "Accept", "Content-Type", "If-None-Match", "Authorization", "X-Api-Key", "Expect", "Content-Encoding", "Range", "Cookie",
        "Transfer-Encoding", "Accept-Encoding", "Origin", "X-Forwarded-For", "traceparent", "Upgrade", "Connection", "Host",
        "Content-Length", "X-HTTP-Method-Override",
    ];

    /// <summary>The bytes of one mutated request.</summary>
    /// <param name="number">The number of the request.</param>
    /// <returns>The request, and whether its end may be missing because its framing was mutated.</returns>
    public (byte[] Bytes, bool IsFramingSpoilt) Make(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var request = valid[random.Next(valid.Count)];
        var isFramingSpoilt = false;
        for (var left = random.Next(1, 4); left > 0; left--)
            (request, isFramingSpoilt) = random.Next(6) switch
            {
                0 => (request with { Target = Path(request.Target, random) }, isFramingSpoilt),
                1 => (request with { Target = Query(request.Target, random) }, isFramingSpoilt),
                2 => (request with { Method = Methods[random.Next(Methods.Length)] }, isFramingSpoilt),
                3 => (request with { Headers = [.. request.Headers, Header(random)] }, true),
                _ when request.Body.Length > 0 => (request with { Body = Body(request.Body, random) }, isFramingSpoilt),
                _ => (request with { Target = Text(request.Target, random) }, isFramingSpoilt),
            };
        var bytes = request.ToBytes(host);
        if (random.Next(5) > 0)
            return (bytes, isFramingSpoilt);
        return (Bytes(bytes, random), true);
    }

    private static string Path(string target, Random random)
    {
        var (path, query) = Split(target);
        var parts = path.Split('/').ToList();
        if (parts.Count < 2)
            return $"{Word(random)}{target}";
        var at = random.Next(1, parts.Count);
        switch (random.Next(5))
        {
            case 0: parts[at] = Word(random); break;
            case 1: parts.Insert(at, Word(random)); break;
            case 2: parts.RemoveAt(at); break;
            case 3: parts[at] = parts[at].ToUpperInvariant(); break;
            default: parts[at] += Long(random); break;
        }
        return string.Join('/', parts) + query;
    }

    private static string Query(string target, Random random)
    {
        var (path, query) = Split(target);
        var pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        string[] names = [.. Names, Word(random)];
        var name = names[random.Next(names.Length)];
        if (pairs.Count > 0 && random.Next(3) == 0)
            pairs.Add(pairs[random.Next(pairs.Count)]);
        else
            pairs.Add($"{name}={(random.Next(8) == 0 ? Long(random) : Word(random))}");
        return $"{path}?{string.Join('&', pairs)}";
    }

    private static (string, string) Header(Random random) =>
        (HeaderNames[random.Next(HeaderNames.Length)], random.Next(10) == 0 ? Long(random) : Word(random));

    /// <summary>A body mutated as text (words, keys and numbers are exchanged or doubled) or as bytes.</summary>
    private static byte[] Body(byte[] body, Random random)
    {
        if (random.Next(3) == 0)
            return Bytes(body, random);
        var text = Encoding.UTF8.GetString(body);
        var tokens = text.Split(',').ToList();
        var at = random.Next(tokens.Count);
        switch (random.Next(6))
        {
            case 0: tokens.Insert(at, tokens[at]); break; // A key twice.
            case 1: tokens.RemoveAt(at); break;
            case 2: tokens[at] = tokens[at].Split(':')[0] + ":" + Word(random); break;
            case 3: tokens[at] = new string('[', random.Next(1, 200)) + tokens[at]; break;
            case 4: tokens[at] = tokens[at].Split(':')[0] + ":" + Number(random); break;
            default: return Encoding.UTF8.GetBytes(Text(text, random));
        }
        return Encoding.UTF8.GetBytes(string.Join(',', tokens));
    }

    private static string Text(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(3) switch
        {
            0 => text[..at],
            1 => text.Insert(at, Word(random)),
            _ => text[..at] + text[Math.Min(text.Length, at + random.Next(1, 4))..],
        };
    }

    /// <summary>Flips bits, or removes, doubles or cuts off a part.</summary>
    private static byte[] Bytes(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return bytes;
        var (from, to) = (random.Next(bytes.Length), random.Next(bytes.Length + 1));
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        switch (random.Next(4))
        {
            case 0: return bytes[..from];
            case 1: return [.. bytes[..from], .. bytes[to..]];
            case 2: return [.. bytes[..to], .. bytes[from..]];
            default:
                byte[] flipped = [.. bytes];
                for (var left = random.Next(1, 5); left > 0; left--)
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
        }
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static string Number(Random random) => random.Next(4) switch
    {
        0 => new string('9', random.Next(1, 400)),
        1 => $"1e{random.Next(-400, 400)}",
        2 => $"{random.NextDouble() * 1e6:R}",
        _ => $"-{random.Next()}",
    };

    private static string Long(Random random) => new(random.Next(2) == 0 ? 'A' : '9', 1 << random.Next(4, 16));

    private static (string Path, string Query) Split(string target)
    {
        var at = target.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? (target, "") : (target[..at], target[at..]);
    }
}
