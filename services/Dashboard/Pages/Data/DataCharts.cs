using System.Globalization;
using System.Xml.Linq;
using Volcast.ApiContract.Data;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Data;

/// <summary>The chart of Data.</summary>
internal static class DataCharts
{
    public static XElement Calendar(SessionsDocument sessions) => new SessionCalendar
    {
        Name = "calendar",
        Title = $"Sessions of {sessions.Year.ToString(CultureInfo.InvariantCulture)}",
        Year = sessions.Year,
        Calendars =
        [
            .. sessions.Series.Select(one => new SessionCalendar.Series(
                one.Symbol, [.. one.SessionStates.Select(state => (state.Session, DataModel.MarkOf(state)))])),
        ],
    }.Figure(1120);
}
