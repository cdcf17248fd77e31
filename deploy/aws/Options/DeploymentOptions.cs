using Amazon.CDK.AWS.Logs;
using Volcast.Deploy.Aws.Storage;

namespace Volcast.Deploy.Aws.Options;

/// <summary>How much of Volcast is deployed.</summary>
internal enum DeploymentSize
{
    /// <summary>A bucket and one scheduled task.</summary>
    Small,

    /// <summary>Everything once, without a second instance.</summary>
    Dev,

    /// <summary>Everything, with two instances of what serves.</summary>
    Prod,
}

/// <summary>What is deployed, and in which sizes.</summary>
internal sealed record DeploymentOptions
{
    public required DeploymentSize Size { get; init; }

    /// <summary>The name in all names and paths: <c>small</c>, <c>dev</c> or <c>prod</c>.</summary>
    public string Environment => Size.ToString().ToLowerInvariant();

    /// <summary>The tag of the images, such as a release's version. Tags are immutable.</summary>
    public required string ImageTag { get; init; }

    /// <summary>The settings of Volcast that the jobs get, by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Whether the ingest function needs the token of a Tiingo account.</summary>
    public bool UsesTiingo => Settings["VOLCAST_SOURCE"].Split(',', StringSplitOptions.TrimEntries).Contains("tiingo");

    /// <summary>The prefix of the bucket with the file of targets, for the roles that read it; none if the settings have the
    /// tickers themselves.</summary>
    public string[] TargetsPrefixes => Settings["VOLCAST_TARGETS"].StartsWith('@') ? [LakeBucket.Inbox] : [];

    /// <summary>Whether the policy decides and trains in a task of its own, after the daily task.</summary>
    public required bool RetrainsApart { get; init; }

    /// <summary>Receives alarms and the budget's messages; empty for nobody.</summary>
    public required string AlarmMail { get; init; }

    /// <summary>US dollars a month, of which the budget warns.</summary>
    public required int MonthlyBudget { get; init; }

    /// <summary>API and dashboard; null for none.</summary>
    public required WebOptions? Web { get; init; }

    /// <summary>The image of the MLflow server, with its digest; empty for no server.</summary>
    public required string MlflowImage { get; init; }

    /// <summary>The repository whose workflows deploy, as the claim <c>sub</c> names it: <c>OWNER@ID/NAME@ID</c>; empty for
    /// none.</summary>
    public required string GitHubRepository { get; init; }

    /// <summary>The account's identity provider for GitHub Actions; empty to create it.</summary>
    public required string GitHubProviderArn { get; init; }

    /// <summary>Instances of each service that serves.</summary>
    public int Instances => Size == DeploymentSize.Prod ? 2 : 1;

    /// <summary>Availability zones of the network.</summary>
    public int Zones => Size == DeploymentSize.Small ? 1 : 2;

    /// <summary>How long logs are kept.</summary>
    public RetentionDays LogRetention => Size == DeploymentSize.Prod ? RetentionDays.THREE_MONTHS : RetentionDays.TWO_WEEKS;

    /// <summary>The prefix of names and paths.</summary>
    public string Prefix => $"volcast-{Environment}";
}

/// <summary>How API and dashboard are reached.</summary>
/// <param name="Hostname">The name that the certificate is for.</param>
/// <param name="CertificateArn">The certificate, in the region of the deployment.</param>
/// <param name="SignIn">Who signs people in.</param>
internal sealed record WebOptions(string Hostname, string CertificateArn, SignInOptions SignIn);

/// <summary>An OpenID Connect provider, as the load balancer needs it.</summary>
internal sealed record SignInOptions(string Issuer, string ClientId, string Authorization, string Token, string UserInfo);
