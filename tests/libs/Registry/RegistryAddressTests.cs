using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests;

public sealed class RegistryAddressTests
{
    [Theory]
    [InlineData("mlruns", "/home/ana/mlruns")]
    [InlineData("./a/../mlruns", "/home/ana/mlruns")]
    [InlineData("mlruns.bak", "/home/ana/mlruns.bak")]
    [InlineData("./mlflow.example.org", "/home/ana/mlflow.example.org")]
    [InlineData("/data/mlruns", "/data/mlruns")]
    [InlineData("file:///data/ml%20runs", "/data/ml runs")]
    [InlineData("file:./mlruns", "/home/ana/mlruns")]
    [InlineData("file:/data/mlruns", "/data/mlruns")]
    [InlineData("file:5000", "/home/ana/5000")]
    public void A_path_or_file_address_is_a_folder(string text, string folder)
    {
        var address = RegistryAddress.Parse(text, "/home/ana");
        Assert.Equal((folder, null), (address.Folder, address.Server));
        Assert.Equal(folder, address.ToString());
        Assert.Equal(folder, Assert.IsType<LocalModelRegistry>(address.Open()).Root);
    }

    [Theory]
    [InlineData("http://localhost:5000", "http://localhost:5000")]
    [InlineData("HTTPS://mlflow.example/team/", "https://mlflow.example/team")]
    [InlineData("https://mlflow.example/?api_key=s3cret#x", "https://mlflow.example")]
    public void An_http_address_is_a_server(string text, string shown)
    {
        var address = RegistryAddress.Parse(text, "/home/ana");
        Assert.Null(address.Folder);
        Assert.Equal(shown, address.ToString());
        using var registry = Assert.IsType<MlflowModelRegistry>(address.Open());
        Assert.Equal(shown, registry.Server);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    [InlineData("databricks", "A registry at databricks is not supported")]
    [InlineData("mlflow.example.org", "mlflow.example.org may be the address of a server")]
    [InlineData("ana:s3cret@mlflow.example.org/team", "mlflow.example.org/team may be the address of a server")]
    [InlineData("//host/x", "//host/x may be the address of a server")]
    [InlineData("sqlite:///mlflow.db", "sqlite: is not supported")]
    [InlineData("s3://bucket/mlruns", "s3: is not supported")]
    [InlineData("file://host/share", "three slashes")]
    [InlineData("http://", "is not a valid one")]
    [InlineData("https://ana:s3cret@mlflow.example", "Remove it from the address")]
    public void Any_other_address_is_refused_without_showing_a_secret(string text, string why)
    {
        var refused = Assert.Throws<RegistryException>(() => RegistryAddress.Parse(text, "/home/ana"));
        Assert.Equal(RegistryProblem.Invalid, refused.Problem);
        Assert.Contains(why, refused.Message);
        Assert.DoesNotContain("s3cret", refused.Message);
    }

    [Theory]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("localhost:5000", "http://localhost:5000")]
    [InlineData("mlflow.internal:80/path", "http://mlflow.internal:80 for")]
    [InlineData("mlflow_server:5000?key=s3cret", "http://mlflow_server:5000 for")]
    [InlineData("[::1]:5000", "http://[::1]:5000")]
    [InlineData("[::1]", "http://[::1]")]
    [InlineData("::1", "http://::1")]
    [InlineData("//mlflow:5000", "http://mlflow:5000")]
    [InlineData("ana:s3cret@mlflow.example:5000", "http://mlflow.example:5000")]
    public void A_server_without_a_scheme_is_refused_with_the_address_that_was_meant(string text, string meant)
    {
        var refused = Assert.Throws<RegistryException>(() => RegistryAddress.Parse(text, "/home/ana"));
        Assert.Equal(RegistryProblem.Invalid, refused.Problem);
        Assert.Contains(meant, refused.Message);
        Assert.DoesNotContain("s3cret", refused.Message);
    }

    [Theory]
    [InlineData("./127.0.0.1:5000", "/home/ana/127.0.0.1:5000")]
    [InlineData("runs/a:5000", "/home/ana/runs/a:5000")]
    [InlineData("/data/a:5000", "/data/a:5000")]
    [InlineData("mlflow.internal", "/home/ana/mlflow.internal")]
    public void A_path_with_a_colon_is_a_folder(string text, string folder) =>
        Assert.Equal(folder, RegistryAddress.Parse(text, "/home/ana").Folder);

    [Fact]
    public void Credentials_reach_the_server_only_as_its_options_allow()
    {
        var address = RegistryAddress.Parse("http://mlflow.example", "/home/ana");
        Assert.Throws<RegistryException>(() => address.Open(uri => new MlflowOptions { TrackingUri = uri, Token = "t" }));
    }
}
