namespace Volcast.Registry.Mlflow;

/// <summary>The codes of MLflow's error responses that a caller may want to handle.</summary>
public static class MlflowErrorCode
{
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";

    /// <summary>The server also returns it for a missing alias.</summary>
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";

    public const string PermissionDenied = "PERMISSION_DENIED";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string InternalError = "INTERNAL_ERROR";
}
