namespace Volcast.Volatility;

/// <summary>The data give no estimate: the equations are singular, or an iteration did not converge. The message names the column
/// or the iteration and says what to do.</summary>
public sealed class EstimationException(string message) : Exception(message);
