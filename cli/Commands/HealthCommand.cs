using System.CommandLine;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast health</c>: asks a running service whether it is well.</summary>
internal static class HealthCommand
{
    public static Command Create(Shell shell)
    {
        var address = new Argument<string>("address")
        {
            Description = "where the service answers",
            DefaultValueFactory = _ => $"{ScheduleCommand.HealthAddress}/health",
        };
        var command = new Command(
            "health",
            "Asks the scheduler, or the service at another address, whether it is well, and prints its answer. Ends with 0 if it is, "
            + "and with 1 if it is not or does not answer.")
        {
            address,
        };
        command.SetAction((parsed, stop) => HealthProbe.AskAsync(
            Address(parsed.GetValue(address)!), shell.Data, shell.Error, shell.Http, stop));
        return command;
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new SettingException($"'{text}' is no address: expected one such as {ScheduleCommand.HealthAddress}/health.");
}
