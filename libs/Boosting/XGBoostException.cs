namespace Volcast.Boosting;

/// <summary>libxgboost refused something; the message is its own.</summary>
/// <param name="message">What the library said, without clock, source position and stack addresses.</param>
/// <param name="nativeText">The library's text as it came.</param>
public sealed class XGBoostException(string message, string nativeText) : Exception(message)
{
    /// <summary>The library's text as it came, with its source position and stack trace.</summary>
    public string NativeText { get; } = nativeText;
}
