using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Volcast.Boosting.Interop;

/// <summary>
/// The used part of <c>xgboost/c_api.h</c>, one to one and in its order. Every name has existed since 1.6 and is not
/// deprecated in 3.2. <c>bst_ulong</c> is <see cref="ulong"/>, a <c>float const **</c> belongs to the library and lives until
/// its next call on the same thread and handle, and an <see cref="int"/> that is returned goes through
/// <see cref="NativeResult.Check"/>.
/// </summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Resolved by <see cref="NativeLibraryResolver"/>; no file has this name.</summary>
    public const string Library = "xgboost";

    static NativeMethods() => NativeLibraryResolver.Register();

    // Library
    [LibraryImport(Library, EntryPoint = "XGBoostVersion")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void XGBoostVersion(out int major, out int minor, out int patch);

    [LibraryImport(Library, EntryPoint = "XGBGetLastError")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial byte* XGBGetLastError();

    [LibraryImport(Library, EntryPoint = "XGBRegisterLogCallback")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBRegisterLogCallback(delegate* unmanaged[Cdecl]<byte*, void> callback);

    // DMatrix
    [LibraryImport(Library, EntryPoint = "XGDMatrixCreateFromDense", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGDMatrixCreateFromDense(string data, string config, out DMatrixHandle matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixFree")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetInfoFromInterface", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGDMatrixSetInfoFromInterface(DMatrixHandle matrix, string field, string arrayInterface);

    // Booster
    [LibraryImport(Library, EntryPoint = "XGBoosterCreate")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterCreate(nint* matrices, ulong length, out BoosterHandle booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterFree")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterFree(nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterBoostedRounds")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterBoostedRounds(BoosterHandle booster, out int rounds);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetParam", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterSetParam(BoosterHandle booster, string name, string value);

    [LibraryImport(Library, EntryPoint = "XGBoosterGetNumFeature")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterGetNumFeature(BoosterHandle booster, out ulong columns);

    [LibraryImport(Library, EntryPoint = "XGBoosterUpdateOneIter")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterUpdateOneIter(BoosterHandle booster, int iteration, DMatrixHandle matrix);

    // Prediction
    [LibraryImport(Library, EntryPoint = "XGBoosterPredictFromDMatrix", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterPredictFromDMatrix(BoosterHandle booster, DMatrixHandle matrix, string config,
        out ulong* shape, out ulong dimensions, out float* result);

    // Serialization
    [LibraryImport(Library, EntryPoint = "XGBoosterLoadModelFromBuffer")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterLoadModelFromBuffer(BoosterHandle booster, byte* buffer, ulong length);

    [LibraryImport(Library, EntryPoint = "XGBoosterSaveModelToBuffer", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterSaveModelToBuffer(BoosterHandle booster, string config, out ulong length,
        out byte* buffer);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterSetStrFeatureInfo(BoosterHandle booster, string field, string[] features, ulong length);

    [LibraryImport(Library, EntryPoint = "XGBoosterGetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int XGBoosterGetStrFeatureInfo(BoosterHandle booster, string field, out ulong length,
        out byte** features);
}
