using System.Globalization;
using System.Reflection;
using Xunit;

namespace Volcast.Testing;

/// <summary>A culture that differs from the invariant one in everything that numbers and dates can differ in: a comma as the
/// decimal separator, a point between thousands, the minus sign of typography, years of the Buddhist era. It is made by hand,
/// because tests run without ICU, which has the real ones.</summary>
public static class OtherCulture
{
    /// <summary>Runs an action under this culture, and leaves the present one unchanged.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> action)
    {
        // The change ends with this method, because the culture belongs to the asynchronous flow.
        var culture = CultureInfo.CurrentCulture = Create();
        Assert.Equal("−1.234,5 2567", string.Format(culture, "{0:N1} {1:yyyy}", -1234.5, new DateOnly(2024, 1, 2)));
        return await action();
    }

    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}})"/>
    public static Task<T> RunAsync<T>(Func<T> action) => RunAsync(() => Task.FromResult(action()));

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        numbers.NegativeSign = "−";
        numbers.NumberDecimalSeparator = numbers.PercentDecimalSeparator = ",";
        numbers.NumberGroupSeparator = numbers.PercentGroupSeparator = ".";
        // The property accepts only calendars that the culture's data name, and there are no data without ICU.
        typeof(DateTimeFormatInfo).GetField("calendar", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(culture.DateTimeFormat, new ThaiBuddhistCalendar());
        return culture;
    }
}
