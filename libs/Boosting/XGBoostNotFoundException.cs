namespace Volcast.Boosting;

/// <summary>No usable libxgboost was found; the message lists what was tried and says what to do.</summary>
public sealed class XGBoostNotFoundException(string message) : Exception(message);
