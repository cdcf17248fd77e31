using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>Signs tokens as an AWS load balancer does, and serves its public key on the loopback interface.</summary>
internal sealed class StubBalancer : IAsyncDisposable
{
    public const string Arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/volcast/0123456789abcdef";
    public const string Client = "volcast-dashboard";
    public const string KeyId = "5b1c6c10-3f6c-4d6e-9f0a-000000000001";

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication app;

    private StubBalancer(WebApplication app) => this.app = app;

    public BalancerOptions Options => new(Arn, Client, new($"{app.Urls.Single()}/"));

    /// <summary>The paths that were asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Whether it answers with its key.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>What happens between a question and its answer.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public static async Task<StubBalancer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var stub = new StubBalancer(app);
        app.MapGet("/{id}", async (string id) =>
        {
            stub.Requests.Add(id);
            await stub.BeforeAnswer();
            return stub.IsUp && id == KeyId ? Results.Text(stub.key.ExportSubjectPublicKeyInfoPem()) : Results.StatusCode(503);
        });
        await app.StartAsync();
        return stub;
    }

    /// <param name="expires">The time after which the token is not valid.</param>
    /// <param name="change">Changes the header before it is signed.</param>
    /// <param name="other">Signs it in place of the load balancer.</param>
    public string Token(DateTimeOffset expires, Action<Dictionary<string, object>>? change = null, ECDsa? other = null)
    {
        var header = new Dictionary<string, object>
        {
            ["typ"] = "JWT",
            ["kid"] = KeyId,
            ["alg"] = "ES256",
            ["iss"] = "https://id.example.com",
            ["client"] = Client,
            ["signer"] = Arn,
            ["exp"] = expires.ToUnixTimeSeconds(),
        };
        change?.Invoke(header);
        var signed = $"{Encoded(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encoded("""{"sub":"somebody","name":"S. Body"}"""u8)}";
        return $"{signed}.{Encoded((other ?? key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        key.Dispose();
    }

    // With padding, unlike RFC 7515.
    private static string Encoded(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
}
