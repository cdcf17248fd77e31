namespace Volcast.Boosting;

/// <summary>libxgboost reported an error; the message is the library's.</summary>
/// <param name="message">The library's message, without time, source position and stack addresses.</param>
/// <param name="nativeText">The library's complete text.</param>
public sealed class XGBoostException(string message, string nativeText) : Exception(message)
{
    /// <summary>The library's complete text, with source position and stack trace.</summary>
    public string NativeText { get; } = nativeText;
}
