using System.CommandLine;
using Volcast.Hosting;
using Volcast.Hosting.Keys;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast keys create|list|revoke</c>: who may ask the API.</summary>
internal static class KeysCommand
{
    private const int LongestName = 80;

    public static Command Create(Shell shell) => new("keys", "Makes, lists and revokes the keys of the API.")
    {
        Make(shell),
        List(shell),
        Revoke(shell),
    };

    private static Command Make(Shell shell)
    {
        var name = new Option<string>("--name") { Description = "whom or what the key is for", Required = true };
        var scope = new Option<string>("--scope")
        {
            Description = "what its bearer may do: read, or admin for /metrics and /v1/admin too",
            DefaultValueFactory = _ => "read",
        };
        return JobCommand.Create(shell, "create", "Makes a key and prints it, once.", [Data, Source], [name, scope],
            (context, parsed, _) =>
            {
                var (label, wanted) = (parsed.GetValue(name)!.Trim(), parsed.GetValue(scope)!);
                if (label.Length is 0 or > LongestName || label.Any(char.IsControl))
                    throw new SettingException($"--name needs 1 to {LongestName} characters in a line.");
                if (!Enum.TryParse<KeyScope>(wanted, ignoreCase: true, out var granted) || !Enum.IsDefined(granted))
                    throw new SettingException($"--scope '{wanted}' is neither read nor admin.");
                var (kept, key) = ApiKey.Create(label, granted, context.Clock.GetUtcNow());
                FileOf(context).Add(kept);
                context.Terminal.Out.WriteLine(key);
                context.Terminal.Note(
                    $"This is the only time that the key is shown: only its hash is kept, in {FileOf(context).Path}. Send it as the "
                    + $"header Authorization: Bearer KEY; `volcast keys revoke {kept.Id}` takes it back.");
                return Task.FromResult(ExitCode.Done);
            });
    }

    private static Command List(Shell shell) => JobCommand.Create(
        shell, "list", "Lists the keys, without what is secret.", [Data, Source], (context, _) =>
        {
            var keys = FileOf(context).Read();
            foreach (var key in keys)
                context.Terminal.Out.WriteLine(
                    $"{key.Id}  {key.Scope.ToString().ToLowerInvariant(),-5}  {key.CreatedAt:yyyy-MM-dd}  {key.Name}");
            if (keys.Count == 0)
                context.Terminal.Note($"There is no key in {FileOf(context).Path}: the API answers on loopback only, to anyone there.");
            return Task.FromResult(ExitCode.Done);
        });

    private static Command Revoke(Shell shell)
    {
        var id = new Argument<string>("id") { Description = "the key's eight digits, as `volcast keys list` shows them" };
        return JobCommand.Create(shell, "revoke", "Takes a key back; a running service notices within seconds.", [Data, Source], [id],
            (context, parsed, _) =>
            {
                var revoked = FileOf(context).Remove(parsed.GetValue(id)!) ?? throw new SettingException(
                    $"There is no key '{parsed.GetValue(id)}' in {FileOf(context).Path}; `volcast keys list` shows those there are.");
                context.Terminal.Out.WriteLine($"Revoked {revoked.Id} ({revoked.Name}).");
                return Task.FromResult(ExitCode.Done);
            });
    }

    private static ApiKeyFile FileOf(CommandContext context) => new(Path.Combine(context.DataFolder, ApiKeyFile.FileName));
}
