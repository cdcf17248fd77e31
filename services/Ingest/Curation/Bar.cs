using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Curation;

/// <summary>One session while downloads are applied. <c>MeasuredFrom</c> is the session of the bar from which
/// <c>LogReturn</c> was measured; null on the first bar.</summary>
internal readonly record struct Bar(
    DateOnly Session, double Open, double High, double Low, double Close, long? Volume, double Dividend, double SplitRatio,
    double LogReturn, DateOnly? MeasuredFrom, double TotalReturnClose, long SessionsSpanned, string Vintage)
{
    public static Bar Of(DailyBars bars, int row, string vintage, double logReturn, DateOnly? measuredFrom) => new(
        bars.Session[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.Volume[row], bars.Dividend[row],
        bars.SplitRatio[row], logReturn, measuredFrom, TotalReturnClose: double.NaN, SessionsSpanned: 1, vintage);

    public static Bar Of(CuratedMarketTable bars, int row) => new(
        bars.Session[row], bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row], bars.Volume[row], bars.Dividend[row],
        bars.SplitRatio[row], bars.LogReturn[row], row == 0 ? null : bars.Session[row - 1], bars.TotalReturnClose[row],
        bars.SessionsSpanned[row], bars.Vintage[row]);

    public static CuratedMarketTable ToTable(Symbol symbol, Bar[] rows) => new()
    {
        Symbol = symbol,
        Session = Array.ConvertAll(rows, row => row.Session),
        Open = Array.ConvertAll(rows, row => row.Open),
        High = Array.ConvertAll(rows, row => row.High),
        Low = Array.ConvertAll(rows, row => row.Low),
        Close = Array.ConvertAll(rows, row => row.Close),
        Volume = Array.ConvertAll(rows, row => row.Volume),
        Dividend = Array.ConvertAll(rows, row => row.Dividend),
        SplitRatio = Array.ConvertAll(rows, row => row.SplitRatio),
        LogReturn = Array.ConvertAll(rows, row => row.LogReturn),
        TotalReturnClose = Array.ConvertAll(rows, row => row.TotalReturnClose),
        SessionsSpanned = Array.ConvertAll(rows, row => row.SessionsSpanned),
        Vintage = Array.ConvertAll(rows, row => row.Vintage),
    };
}
