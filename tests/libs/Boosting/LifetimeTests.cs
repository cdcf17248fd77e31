namespace Volcast.Boosting.Tests;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Concurrent_threads_get_the_same_bits_as_one_thread()
    {
        var data = Synthetic.Create(41, rows: 20, columns: 6);
        using var trained = data.Train(20, ("max_depth", "3"));
        var model = trained.Save();
        var margins = trained.PredictMargin(data.Values, data.Rows);
        var contributions = trained.Contributions(data.Values, data.Rows);
        var started = data.Labels;
        var shifted = trained.PredictMargin(data.Values, data.Rows, started);

        for (var repeat = 0; repeat < 20; repeat++)
        {
            // Loaded again each time, so that the first calls of all threads coincide.
            using var booster = Booster.Load(model);
            using var barrier = new Barrier(4);
            var threads = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
            {
                barrier.SignalAndWait();
                for (var i = 0; i < 10; i++)
                {
                    Assert.Equal(margins, booster.PredictMargin(data.Values, data.Rows));
                    Assert.Equal(contributions, booster.Contributions(data.Values, data.Rows));
                    Assert.Equal(shifted, booster.PredictMargin(data.Values, data.Rows, started));
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            await Task.WhenAll(threads);
        }
    }

    [Fact]
    public async Task Disposing_waits_for_running_predictions()
    {
        var data = Synthetic.Create(42, rows: 20, columns: 6);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var booster = data.Train(10);
            var expected = booster.Predict(data.Values, data.Rows);
            using var predicting = new CountdownEvent(2);
            void PredictUntilDisposed()
            {
                for (var i = 0; ; i++)
                {
                    Assert.Equal(expected, booster.Predict(data.Values, data.Rows));
                    if (i == 0)
                        predicting.Signal();
                }
            }

            var threads = Enumerable.Range(0, 2).Select(_ => Task.Run(PredictUntilDisposed)).ToArray();
            predicting.Wait(TestContext.Current.CancellationToken);
            booster.Dispose();
            foreach (var thread in threads)
                await Assert.ThrowsAsync<ObjectDisposedException>(() => thread);
        }
    }

    [Fact]
    public async Task Concurrent_trainings_do_not_affect_each_other()
    {
        var first = Synthetic.Create(43);
        var second = Synthetic.Create(44);
        byte[] Model(Synthetic data)
        {
            using var booster = data.Train(30, ("subsample", "0.6"), ("seed", "5"));
            return booster.Save();
        }

        var alone = (Model(first), Model(second));
        var together = await Task.WhenAll(Task.Run(() => Model(first)), Task.Run(() => Model(second)));
        Assert.Equal(alone.Item1, together[0]);
        Assert.Equal(alone.Item2, together[1]);
    }
}
