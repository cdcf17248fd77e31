using System.CommandLine;
using Volcast.Hosting;
using Volcast.Hosting.Keys;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast keys create|list|revoke</c>: manages the API keys.</summary>
internal static class KeysCommand
{
    private const int LongestName = 80;

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
        return JobCommand.Create(shell, "create", "Creates a key and prints it once.", [Data, Source], [name, scope],
            (context, parsed, _) =>
            {
                var (label, wanted) = (parsed.GetValue(name)!.Trim(), parsed.GetValue(scope)!);
                if (label.Length is 0 or > LongestName || label.Any(char.IsControl))
                    throw new SettingException($"--name needs 1 to {LongestName} characters on one line.");
                if (!Enum.TryParse<KeyScope>(wanted, ignoreCase: true, out var granted) || !Enum.IsDefined(granted))
                    throw new SettingException($"--scope '{wanted}' is neither read nor admin.");
                var (kept, key) = ApiKey.Create(label, granted, context.Clock.GetUtcNow());
                FileOf(context).Add(kept);
                context.Terminal.Out.WriteLine(key);
                context.Terminal.Note(
                    $"The key is shown only now: the file stores only its hash. File: {FileOf(context).Path}. "
                    + $"Send it in the header `Authorization: Bearer KEY`. To revoke it, run `volcast keys revoke {kept.Id}`.");
                return Task.FromResult(ExitCode.Done);
            });
    }

    private static Command List(Shell shell) => JobCommand.Create(
        shell, "list", "Lists the keys without their secrets.", [Data, Source], (context, _) =>
        {
            var keys = FileOf(context).Read();
            foreach (var key in keys)
                context.Terminal.Page.WriteLine(
                    $"{key.Id}  {key.Scope.ToString().ToLowerInvariant(),-5}  {key.CreatedAt:yyyy-MM-dd}  {key.Name}");
            if (keys.Count == 0)
                context.Terminal.Note(
                    $"There is no key in {FileOf(context).Path}: the API listens on loopback only and requires no key.");
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
                var revoked = FileOf(context).Remove(parsed.GetValue(id)!) ?? throw new SettingException(
                    $"There is no key '{parsed.GetValue(id)}' in {FileOf(context).Path}; `volcast keys list` shows the keys.");
                context.Terminal.Page.WriteLine($"Revoked {revoked.Id} ({revoked.Name}).");
                return Task.FromResult(ExitCode.Done);
            });
    }

    private static ApiKeyFile FileOf(CommandContext context) => new(Path.Combine(context.DataFolder, ApiKeyFile.FileName));
}
