using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// Estimates universal slopes: one gamma regression with log link over the rows of many tickers, on the terms of
/// <see cref="UniversalForecaster"/>. Each ticker's label is divided by its mean, and each term has its mean over the ticker's
/// rows subtracted, so that the level of a ticker does not count.
/// </summary>
/// <remarks>It keeps the rows in single precision, 76 bytes a row with four horizons; a regression needs several numbers for each
/// row more while it runs. Tickers may come in any order.</remarks>
/// <param name="to">The cut: later bars are not used, neither in a term nor in a label.</param>
/// <param name="horizons">Sessions ahead, ascending.</param>
/// <param name="impliedIndex">The implied-volatility index of every ticker's terms.</param>
public sealed class SlopePool(DateOnly to, IReadOnlyList<int> horizons, string impliedIndex)
{
    /// <summary>The smallest number of tickers. Below it one ticker's history would have more weight than a tenth.</summary>
    public const int MinimumTickers = 10;

    /// <summary>The smallest number of rows of a ticker with every term and a label.</summary>
    public const int MinimumRows = 250;

    private readonly SortedDictionary<string, Pooled> tickers = new(StringComparer.Ordinal);

    /// <param name="Ticker">What the file says of it.</param>
    /// <param name="Digest">SHA-256 of its data up to the cut.</param>
    /// <param name="Terms">Row after row, all terms.</param>
    /// <param name="Labels">For each horizon: the labels of the rows with all terms, and without the term of a year.</param>
    private sealed record Pooled(PooledTicker Ticker, byte[] Digest, float[] Terms, (float[] All, float[] WithoutYear)[] Labels);

    public int Count => tickers.Count;

    /// <summary>Adds a ticker.</summary>
    /// <param name="history">With the columns of the terms; rows after the cut are not read.</param>
    /// <exception cref="InsufficientDataException">It has too few rows up to the cut; the pool stays as it was.</exception>
    /// <exception cref="ArgumentException">The ticker is in the pool already.</exception>
    public void Add(ForecastingData history)
    {
        var end = history.FirstRowFrom(to.AddDays(1));
        if (end == 0)
            throw new InsufficientDataException($"{history.Symbol} has no session up to {to:yyyy-MM-dd}.");
        var known = history.KnownAt(end - 1);
        var terms = UniversalForecaster.Terms;
        var (values, rows) = RowsOf(known, terms);
        var labels = new (float[] All, float[] WithoutYear)[horizons.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            var realized = RealizedVariance.Labels(known.TargetReturns, horizons[i]);
            var ranges = RangeLabels.Of(known, known.Rows, horizons[i]);
            labels[i] = (
                LabelsOf(at => float.IsFinite(values[at * terms.Count + terms.Count - 1])),
                LabelsOf(_ => true));
            var usable = labels[i].All.Count(float.IsFinite);
            if (usable < MinimumRows)
                throw new InsufficientDataException($"{known.Symbol} has {usable} rows up to {to:yyyy-MM-dd} with every term and "
                    + $"a label over {horizons[i]} sessions, but needs {MinimumRows}.");

            float[] LabelsOf(Func<int, bool> hasTerms)
            {
                var of = new float[rows.Count];
                Array.Fill(of, float.NaN);
                int[] used = [.. Enumerable.Range(0, rows.Count).Where(at => hasTerms(at)
                    && double.IsFinite(realized[rows[at]]) && double.IsFinite(ranges[rows[at]]))];
                if (used.Length == 0)
                    return of;
                var blended = GammaMember.Blend(
                    Array.ConvertAll(used, at => realized[rows[at]]), Array.ConvertAll(used, at => ranges[rows[at]]));
                var mean = blended.Average();
                for (var k = 0; k < used.Length; k++)
                    of[used[k]] = (float)(blended[k] / mean);
                return of;
            }
        }
        int[] labelled = [.. Enumerable.Range(0, rows.Count).Where(at => float.IsFinite(labels[0].WithoutYear[at]))];
        tickers.Add(known.Symbol, new(
            new(known.Symbol, known.Sessions[rows[labelled[0]]], known.Sessions[rows[labelled[^1]]], labelled.Length),
            DigestOf(known, terms), values, labels));
    }

    /// <summary>Estimates the slopes of every horizon.</summary>
    /// <param name="program">The version of the program.</param>
    /// <exception cref="InsufficientDataException">There are fewer than <see cref="MinimumTickers"/> tickers.</exception>
    /// <exception cref="EstimationException">The rows do not determine the slopes.</exception>
    public UniversalSlopes Fit(string program)
    {
        if (Count < MinimumTickers)
            throw new InsufficientDataException($"{Count} tickers can be used up to {to:yyyy-MM-dd}, and a pool needs at least "
                + $"{MinimumTickers}: slopes of fewer tickers would be those of a few histories. Add files, or choose a later "
                + "--to.");
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var ticker in tickers.Values)
            digest.AppendData(ticker.Digest);
        return new()
        {
            To = to,
            Program = program,
            ImpliedIndex = impliedIndex,
            InputDigest = Convert.ToHexStringLower(digest.GetHashAndReset()),
            Horizons = [.. horizons.Select((horizon, i) =>
            {
                var (all, rows) = Slopes(UniversalForecaster.Terms, labels => labels[i].All);
                var (withoutYear, rowsOfThem) = Slopes(UniversalForecaster.TermsWithoutYear, labels => labels[i].WithoutYear);
                return new HorizonSlopes(horizon, rows, all, rowsOfThem, withoutYear);
            })],
            Tickers = [.. tickers.Values.Select(pooled => pooled.Ticker)],
        };
    }

    private (IReadOnlyList<TermSlope> Slopes, int Rows) Slopes(
        IReadOnlyList<Regressor> terms, Func<(float[] All, float[] WithoutYear)[], float[]> labelsOf)
    {
        var design = new PooledDesign([.. terms.Select(term => term.Term)], [.. tickers.Values.Select(pooled =>
            new PooledGroup(pooled.Terms, UniversalForecaster.Terms.Count, labelsOf(pooled.Labels)))]);
        var fit = GammaRegression.Fit(design, design.Response);
        return ([.. terms.Zip(fit.Slopes, (term, slope) => new TermSlope(term.Term, slope))], design.Rows);
    }

    /// <summary>The rows with every term but that of a year.</summary>
    private static (float[] Values, List<int> Rows) RowsOf(ForecastingData known, IReadOnlyList<Regressor> terms)
    {
        var (values, rows, row) = (new List<float>(), new List<int>(), new double[terms.Count]);
        for (var at = 0; at < known.Rows; at++)
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = terms[i].Transform.Of(terms[i].Read(known, at));
            if (!Array.TrueForAll(row[..^1], double.IsFinite))
                continue;
            rows.Add(at);
            foreach (var value in row)
                values.Add((float)value);
        }
        return ([.. values], rows);
    }

    private static byte[] DigestOf(ForecastingData known, IReadOnlyList<Regressor> terms)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{known.Symbol}\n"));
        Span<byte> bits = stackalloc byte[sizeof(double)];
        for (var row = 0; row < known.Rows; row++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bits, known.Sessions[row].DayNumber);
            hash.AppendData(bits);
            BinaryPrimitives.WriteDoubleLittleEndian(bits, known.TargetReturns[row]);
            hash.AppendData(bits);
            foreach (var term in terms)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bits, term.Read(known, row));
                hash.AppendData(bits);
            }
        }
        return hash.GetHashAndReset();
    }
}
