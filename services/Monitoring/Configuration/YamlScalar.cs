using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Volcast.Services.Monitoring.Configuration;

/// <summary>The value of a YAML scalar by the core schema of YAML 1.2. Unlike in YAML 1.1, <c>yes</c> and <c>on</c> are
/// texts.</summary>
internal static partial class YamlScalar
{
    public static JValue Of(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
            return new(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => JValue.CreateNull(),
            "true" or "True" or "TRUE" => new(true),
            "false" or "False" or "FALSE" => new(false),
            _ when Whole().IsMatch(text)
                && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => new(whole),
            _ when Decimal().IsMatch(text)
                && double.TryParse(text, Number, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => new(number),
            _ => new(text),
        };
    }

    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Decimal();
}
