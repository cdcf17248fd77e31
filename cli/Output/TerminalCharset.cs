namespace Volcast.Cli.Output;

/// <summary>The character set of a terminal, as POSIX takes it from the environment.</summary>
internal static class TerminalCharset
{
    private static readonly string[] Variables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Whether the terminal displays UTF-8: the first of <c>LC_ALL</c>, <c>LC_CTYPE</c> and <c>LANG</c> that is set
    /// names it, or none is set, so that nothing contradicts it.</summary>
    public static bool IsUtf8(Func<string, string?> environment)
    {
        if (Variables.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is not { } locale)
            return true;
        // LANGUAGE_TERRITORY.CHARSET@MODIFIER
        var charset = locale.Split('@')[0].Split('.', 2) is [_, var named] ? named : "";
        return charset.Replace("-", "", StringComparison.Ordinal).Equals("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
