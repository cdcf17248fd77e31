namespace Volcast.Boosting;

/// <summary>No usable libxgboost was found; the message lists what was tried and says the one thing to do.</summary>
public sealed class XGBoostNotFoundException(string message) : Exception(message);
