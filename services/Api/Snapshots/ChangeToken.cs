namespace Volcast.Services.Api.Snapshots;

/// <summary>
/// Decides from stamps whether something has to be read again. A stamp is trusted once two reads in a row have seen it: a change
/// that came during the first read, within the resolution of the stamp, is found by the second.
/// </summary>
internal sealed class ChangeToken
{
    private string? seen;
    private string? trusted;

    public bool IsUnchanged(string stamp) => trusted == stamp;

    /// <summary>Notes a successful read.</summary>
    /// <param name="stamp">Taken before the read.</param>
    public void HasBeenRead(string stamp)
    {
        trusted = seen == stamp ? stamp : null;
        seen = stamp;
    }
}
