namespace Volcast.Volatility;

/// <summary>No estimate could be had from the data: the equations are singular, or an iteration did not converge. The message
/// names the column or the iteration and says what to do.</summary>
public sealed class EstimationException(string message) : Exception(message);
