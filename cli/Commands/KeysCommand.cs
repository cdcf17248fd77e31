using System.CommandLine;
using Volcast.Hosting;
using Volcast.Hosting.Keys;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast keys create|list|revoke</c>: manages the API keys.</summary>
internal static class KeysCommand
{
    private const int LongestName = 80;
    private const int LongestDays = 36_500;

    public static Command Create(Shell shell) => new("keys", "Creates, lists and revokes API keys.")
    {
        Make(shell),
        List(shell),
        Revoke(shell),
    };

    private static Command Make(Shell shell)
    {
        var name = new Option<string>("--name") { Description = "person or program that the key is for", Required = true };
        var scope = new Option<string>("--scope")
        {
            Description = "what the key permits: read, or admin, which adds /metrics and /v1/admin",
            DefaultValueFactory = _ => "read",
        };
        var expires = new Option<string?>("--expires")
        {
            Description = "when the key stops working: in days, such as 90d, or a date or time in UTC, such as 2027-01-31; never "
                + "by default",
            HelpName = "when",
        };
        return JobCommand.Create(
            shell, "create", "Creates a key and prints it once.", [Data, Source, Actor], [name, scope, expires],
            (context, parsed, _) =>
            {
                var (label, wanted) = (parsed.GetValue(name)!.Trim(), parsed.GetValue(scope)!);
                if (label.Length is 0 or > LongestName || label.Any(char.IsControl))
                    throw new SettingException($"--name needs 1 to {LongestName} characters on one line.");
                if (!Enum.TryParse<KeyScope>(wanted, ignoreCase: true, out var granted) || !Enum.IsDefined(granted))
                    throw new SettingException($"--scope '{wanted}' is neither read nor admin.");
                var now = context.Clock.GetUtcNow();
                var end = parsed.GetValue(expires) is { } when ? EndOf(when, now) : (DateTimeOffset?)null;
                var (kept, key) = ApiKey.Create(label, granted, now, context.Actor, end);
                context.ApiKeys.Add(kept);
                context.Terminal.Out.WriteLine(key);
                context.Terminal.Note(
                    $"The key is shown only now: the file stores only its hash. File: {context.ApiKeys.Path}. "
                    + (end is { } last ? $"The key works until {Time(last)}. " : "")
                    + $"Send it in the header `Authorization: Bearer KEY`. To revoke it, run `volcast keys revoke {kept.Id}`.");
                return Task.FromResult(ExitCode.Done);
            });
    }

    private static Command List(Shell shell) => JobCommand.Create(
        shell, "list", "Lists the keys without their secrets: who created them, when they expire, when they were last used.",
            [Data, Source], (context, _) =>
        {
            var keys = context.ApiKeys.Read();
            var uses = context.ApiKeyUses.Read();
            var now = context.Clock.GetUtcNow();
            foreach (var key in keys)
                context.Terminal.Page.WriteLine($"{key.Id}  {key.Scope.ToString().ToLowerInvariant(),-5}  "
                    + $"created {key.CreatedAt.UtcDateTime:yyyy-MM-dd}{(key.CreatedBy is { } by ? $" by {by}" : "")}, "
                    + $"{Expiry(key, now)}, {(uses.TryGetValue(key.Id, out var use) ? $"last used {Time(use)}" : "never used")}"
                    + $"  {key.Name}");
            if (keys.Count == 0)
                context.Terminal.Note(
                    $"There is no key in {context.ApiKeys.Path}. A service that starts now listens on loopback only and requires "
                    + "no key. A running service that has had a key still requires one until it is started again.");
            return Task.FromResult(ExitCode.Done);
        });

    private static Command Revoke(Shell shell)
    {
        var id = new Argument<string>("id")
        {
            Description = "the key's id, eight hexadecimal digits, as `volcast keys list` shows it",
        };
        return JobCommand.Create(
            shell, "revoke", "Revokes a key; a running service rejects it within seconds.", [Data, Source], [id],
            (context, parsed, _) =>
            {
                var revoked = context.ApiKeys.Remove(parsed.GetValue(id)!) ?? throw new SettingException(
                    $"There is no key '{parsed.GetValue(id)}' in {context.ApiKeys.Path}; `volcast keys list` shows the keys.");
                context.Terminal.Page.WriteLine($"Revoked {revoked.Id} ({revoked.Name}).");
                return Task.FromResult(ExitCode.Done);
            });
    }

    /// <exception cref="SettingException">The text is not a time, or the time is not in the future.</exception>
    private static DateTimeOffset EndOf(string when, DateTimeOffset now)
    {
        DateTimeOffset end;
        if (when.EndsWith('d') && PlainNumber.TryParse(when.AsSpan(0, when.Length - 1), out long days) && days is >= 0 and
            <= LongestDays)
            end = now.AddDays(days);
        else if (!FixedClock.TryParse(when, out end))
            throw new SettingException($"--expires '{when}' is neither a number of days from 1d to {LongestDays}d nor a date or "
                + "time in ISO 8601, such as 2027-01-31.");
        return end > now
            ? end
            : throw new SettingException($"--expires '{when}' is not after the present, {Time(now)}.");
    }

    private static string Expiry(ApiKey key, DateTimeOffset now) => key.ExpiresAt is not { } end ? "never expires"
        : key.HasExpired(now) ? $"expired {Time(end)}"
        : $"expires {Time(end)}";

    private static string Time(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
