using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Servers that restrict access.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class AccessTests
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_with_a_token_accepts_a_client_with_the_token()
    {
        await using var stub = await StubServer.StartAsync(new StubOptions { Token = "right" });
        using var right = new MlflowModelRegistry(stub.Options() with { Token = "right" });
        using var wrong = new MlflowModelRegistry(stub.Options() with { Token = "wrong" });
        using var none = new MlflowModelRegistry(stub.Options());

        Assert.Empty(await right.ListModelsAsync(token));
        foreach (var registry in new[] { wrong, none })
        {
            var refused = await Assert.ThrowsAsync<MlflowException>(() => registry.ListModelsAsync(token));
            Assert.Equal((RegistryProblem.Unauthorized, 401), (refused.Problem, refused.Status));
            Assert.DoesNotContain("wrong", refused.Message);
        }
    }

    [Fact]
    public async Task A_server_with_passwords_accepts_a_client_with_a_password()
    {
        await using var stub = await StubServer.StartAsync(new StubOptions { UserAndPassword = "ana:secret" });
        using var registry = new MlflowModelRegistry(stub.Options() with { Username = "ana", Password = "secret" });

        Assert.Empty(await registry.ListModelsAsync(token));
    }

    [Fact]
    public async Task The_error_for_a_refused_host_name_says_how_to_allow_it()
    {
        await using var stub = await StubServer.StartAsync(new StubOptions { AllowedHosts = ["mlflow"] });
        using var registry = new MlflowModelRegistry(stub.Options());

        var refused = await Assert.ThrowsAsync<MlflowException>(() => registry.ListModelsAsync(token));

        Assert.Equal(RegistryProblem.Refused, refused.Problem);
        Assert.Contains("MLFLOW_SERVER_ALLOWED_HOSTS", refused.Message);
        Assert.Contains("127.0.0.1:*", refused.Message);
    }
}
