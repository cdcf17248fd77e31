using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Volcast.Deploy.Aws.Storage;

namespace Volcast.Deploy.Aws.Options;

/// <summary>Reads <see cref="DeploymentOptions"/> from the context.</summary>
internal static partial class OptionsReader
{
    /// <summary>The context value with which somebody states that they may use Yahoo's data in production.</summary>
    public const string YahooTerms = "yahooTermsAccepted";

    /// <summary>Bytes of all names and values that Lambda takes as a function's environment.</summary>
    public const int FunctionEnvironment = 4096;

    /// <summary>Bytes of it for what the stack adds: places in the bucket, the registry, the actor and the ARN of a secret.</summary>
    public const int AddedEnvironment = 512;

    /// <exception cref="DeploymentException">A value is missing or wrong.</exception>
    public static DeploymentOptions Read(DeploymentContext context)
    {
        var size = Enum.Parse<DeploymentSize>(context.OneOf("environment", "dev", "small", "dev", "prod"), ignoreCase: true);
        var source = context.Text("source", size == DeploymentSize.Prod ? "csv" : "yahoo").ToLowerInvariant();
        RequireYahooTerms(context, size, source);
        if (size == DeploymentSize.Small && source.Split(',', StringSplitOptions.TrimEntries).Contains("tiingo"))
            throw new DeploymentException("The size small keeps no secret, and the source tiingo needs a token: choose another source, "
                + "or environment=dev.");
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["LOOKBACK_PERIOD"] = context.Text("lookback", "10y"),
            ["VOLCAST_HORIZON"] = context.Text("horizons", "5"),
            ["VOLCAST_SOURCE"] = source,
            ["VOLCAST_TARGETS"] = context.Text("targets", "SPY"),
        };
        if (context.Text("impliedVolatility", "") is { Length: > 0 } implied)
            settings["VOLCAST_IMPLIED_VOLATILITY"] = implied;
        RequireTargetsForContainers(settings["VOLCAST_TARGETS"]);
        if (size != DeploymentSize.Small)
            RequireSpaceInFunction(settings);
        return new()
        {
            Size = size,
            ImageTag = Matching(context.Text("imageTag", "0.1.0"), Tag(), "imageTag", "a tag such as 0.4.0; 'latest' would change"),
            Settings = settings,
            RetrainsApart = size != DeploymentSize.Small && context.IsYes("retrainsApart", size == DeploymentSize.Prod),
            AlarmMail = context.Text("alarmMail", ""),
            MonthlyBudget = context.Number("monthlyBudget", size switch
            {
                DeploymentSize.Small => 10,
                DeploymentSize.Dev => 150,
                _ => 300,
            }, 1, 1_000_000),
            Web = size != DeploymentSize.Small && context.IsYes("web", true) ? Web(context) : null,
            MlflowImage = size == DeploymentSize.Small ? "" : Mlflow(context.Text("mlflowImage", "")),
            GitHubRepository = Repository(context.Text("githubRepository", "")),
            GitHubProviderArn = context.Text("githubProviderArn", ""),
        };
    }

    /// <summary>Yahoo's prices are for personal use, so a production deployment needs somebody's word that it may use
    /// them.</summary>
    private static void RequireYahooTerms(DeploymentContext context, DeploymentSize size, string source)
    {
        if (size == DeploymentSize.Prod && source.Split(',', StringSplitOptions.TrimEntries).Contains("yahoo")
            && !context.IsYes(YahooTerms, false))
            throw new DeploymentException("Yahoo's prices are for personal use under Yahoo's terms, so prod does not use them: "
                + "choose source=csv or source=tiingo,cboe. If your use is allowed, state it with "
                + $"-c {YahooTerms}=yes.");
    }

    /// <summary>The containers have no file of targets but those in the inbox.</summary>
    private static void RequireTargetsForContainers(string targets)
    {
        if (targets.StartsWith('@') && !InboxFile().IsMatch(targets))
            throw new DeploymentException($"targets={targets} names a file, which the containers do not have: put it into the inbox "
                + $"of the bucket and give @{LakeBucket.Inbox}/NAME, or give the tickers themselves, separated by commas.");
    }

    [GeneratedRegex($"^@{LakeBucket.Inbox}/[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex InboxFile();

    /// <summary>The ingest function gets all settings in its environment. CloudFormation would refuse too many of them only in the
    /// middle of a deployment.</summary>
    private static void RequireSpaceInFunction(SortedDictionary<string, string> settings)
    {
        const int most = FunctionEnvironment - AddedEnvironment;
        var bytes = settings.Sum(one => Encoding.UTF8.GetByteCount(one.Key) + Encoding.UTF8.GetByteCount(one.Value));
        if (bytes > most)
            throw new DeploymentException(string.Create(CultureInfo.InvariantCulture,
                $"The settings of the jobs have {bytes:N0} bytes, and the ingest function takes {most:N0}: "
                + $"put a file of the targets into the inbox and give targets=@{LakeBucket.Inbox}/NAME, or shorten impliedVolatility."));
    }

    private static WebOptions Web(DeploymentContext context) => new(
        context.Required("hostname", "the name under which people reach the dashboard, such as volcast.example.com"),
        context.Required("certificateArn", "the ARN of the certificate for that name"),
        new(
            context.Required("signInIssuer", "the issuer of the OpenID Connect provider that signs people in"),
            context.Required("signInClientId", "the id under which that provider knows the dashboard"),
            context.Required("signInAuthorization", "the provider's authorization endpoint"),
            context.Required("signInToken", "the provider's token endpoint"),
            context.Required("signInUserInfo", "the provider's user info endpoint")));

    private static string Mlflow(string image) => image.Length == 0 ? image
        : Matching(image, Digest(), "mlflowImage",
            "an image with its digest, such as HOST/mlflow@sha256:…, so that it cannot change");

    private static string Repository(string name) => name.Length == 0 ? name
        : Matching(name, ImmutableName(), "githubRepository", "OWNER@ID/NAME@ID with the numeric ids that GitHub puts into the "
            + "subject claim, so that a repository of the same name cannot take the role");

    private static string Matching(string value, Regex form, string name, string expected) => form.IsMatch(value)
        ? value
        : throw new DeploymentException($"The context value {name}={value} is not {expected}.");

    [GeneratedRegex(@"^(?!latest$)[0-9A-Za-z][0-9A-Za-z._-]{0,127}$")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\S+@sha256:[0-9a-f]{64}$")]
    private static partial Regex Digest();

    [GeneratedRegex(@"^[0-9A-Za-z-]+@[0-9]+/[0-9A-Za-z._-]+@[0-9]+$")]
    private static partial Regex ImmutableName();
}
