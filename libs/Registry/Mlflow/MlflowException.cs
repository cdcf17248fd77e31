namespace Volcast.Registry.Mlflow;

/// <summary>A call to an MLflow server that failed; the message names the server, the route, what happened and what to do, and no
/// secret.</summary>
public sealed class MlflowException(
    RegistryProblem problem, string message, int? status = null, string? errorCode = null, Exception? inner = null)
    : RegistryException(problem, message, inner)
{
    /// <summary>The HTTP status, or null when there was no answer.</summary>
    public int? Status { get; } = status;

    /// <summary>MLflow's own code, such as <c>RESOURCE_DOES_NOT_EXIST</c>, or null when the answer bore none.</summary>
    public string? ErrorCode { get; } = errorCode;
}
