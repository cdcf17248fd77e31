using System.Globalization;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>Why a message is sent.</summary>
public enum AlertEvent
{
    /// <summary>The condition began to hold.</summary>
    Raised,

    /// <summary>A check was found that was not among those that the messages before have named.</summary>
    Updated,

    /// <summary>The condition no longer holds.</summary>
    Cleared,

    /// <summary>A person tests the channel.</summary>
    Test,
}

/// <summary>What a channel sends.</summary>
/// <param name="Id">The same whenever this message is sent again, so that a receiver can drop repetitions.</param>
/// <param name="Event">Why it is sent.</param>
/// <param name="Alert">The alert's name.</param>
/// <param name="Target">The target; empty for an alert about the whole run.</param>
/// <param name="Horizon">Sessions; 0 where it concerns no horizon.</param>
/// <param name="Session">The newest settled session when the event was noticed.</param>
/// <param name="RaisedOn">The session on which the alert was raised.</param>
/// <param name="Text">What holds or no longer holds, on one line.</param>
/// <param name="Value">The value, in the condition's unit; NaN where there is none.</param>
/// <param name="Threshold">The limit, in the same unit; NaN where there is none.</param>
/// <param name="Kind">The kind of the lake's data.</param>
public sealed record AlertMessage(
    string Id, AlertEvent Event, string Alert, string Target, int Horizon, DateOnly Session, DateOnly RaisedOn, string Text,
    double Value, double Threshold, DataKind Kind)
{
    /// <summary>The message in a few words, such as the subject of a mail. Simulated data are named first.</summary>
    public string Title => (Kind == DataKind.Simulated ? $"{Kind.Name()}: " : "") + Event switch
    {
        AlertEvent.Test => "test message of Volcast",
        AlertEvent.Raised => $"alert {Alert}{Place}",
        AlertEvent.Updated => $"update: alert {Alert}{Place}",
        _ => $"cleared: alert {Alert}{Place}",
    };

    /// <summary>Title and text on one line.</summary>
    public string Line => Event == AlertEvent.Cleared
        ? string.Create(CultureInfo.InvariantCulture, $"{Title}: {Text} It was raised on {RaisedOn:yyyy-MM-dd}.")
        : $"{Title}: {Text}";

    private string Place => (Target, Horizon) switch
    {
        ("", _) => "",
        (_, 0) => $" for {Target}",
        _ => $" for {Target} over {Counted.Of(Horizon, "session")}",
    };
}
