namespace Volcast.Services.Monitoring.Alerts;

/// <summary>How alerts leave.</summary>
public enum ChannelType
{
    Log,
    File,
    Webhook,
    Email,
}

/// <summary>The body of a webhook.</summary>
public enum WebhookFormat
{
    /// <summary>The alert as a JSON object.</summary>
    Json,

    /// <summary>A message for an incoming webhook of Slack.</summary>
    Slack,
}

/// <summary>How a mail connection is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted after the greeting; the message is not sent if the server does not offer it.</summary>
    Starttls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,

    /// <summary>Not encrypted.</summary>
    None,
}

/// <summary>One channel of <c>alerts.yaml</c>. Which keys a type has is in <c>alerts.schema.json</c>.</summary>
public sealed record ChannelSettings
{
    public required ChannelType Type { get; init; }

    /// <summary>File: its path.</summary>
    public string? Path { get; init; }

    /// <summary>Webhook: its address.</summary>
    public string? Url { get; init; }

    /// <summary>Webhook: the environment variable with its address.</summary>
    public string? UrlEnv { get; init; }

    public WebhookFormat Format { get; init; } = WebhookFormat.Json;

    /// <summary>Webhook: the environment variable with the key of the signature.</summary>
    public string? SecretEnv { get; init; }

    public string? Host { get; init; }

    /// <summary>E-mail: null for 465 with <see cref="MailSecurity.Tls"/> and 587 otherwise.</summary>
    public int? Port { get; init; }

    public MailSecurity Security { get; init; } = MailSecurity.Starttls;
    public string? Username { get; init; }

    /// <summary>E-mail: the environment variable with the password.</summary>
    public string? PasswordEnv { get; init; }

    public string? From { get; init; }
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Seconds for one attempt.</summary>
    public double Timeout { get; init; } = 10;

    /// <summary>Whether another machine may be reached without encryption.</summary>
    public bool AllowUnencrypted { get; init; }
}
