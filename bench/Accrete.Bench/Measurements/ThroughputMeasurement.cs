using Accrete.Bench.Measuring;
using Accrete.Bench.Peers;
using Accrete.Bench.Reports;

namespace Accrete.Bench.Measurements;

/// <summary>Images trained in a second, beside PyTorch on the same network.</summary>
internal sealed class ThroughputMeasurement : IMeasurement
{
    public string Name => "throughput";

    public string Description => "Training throughput of the six-convolution VGG beside PyTorch's.";

    public IReadOnlyList<Section> Measure(Workbench bench)
    {
        var notes = new List<string>
        {
            "Accrete: bf16, channels-last, real data pipeline (flips and crops), accuracy of every batch.",
        };
        using var rig = new TrainingRig(bench);
        var peers = Start(bench, notes);
        try
        {
            var seconds = Turns.Measure(
                bench.Rounds,
                [
                    Turns.Timed(() => rig.Train(bench.Turn)),
                    .. peers.Select(p => (Func<double>)(() => p.Run(bench.Turn))),
                ]
            );
            List<Figure> figures = [Speed("Accrete", bench, seconds[0])];
            foreach (var (peer, times) in peers.Zip(seconds.Skip(1)))
            {
                figures.Add(Speed(peer.Title, bench, times));
                figures.Add(
                    new Figure($"Accrete : {peer.Title}", Turns.Ratio(seconds[0], times), "x", ">= 1.0, aim 1.2")
                );
            }

            return [new Section(Name, "Training throughput, six-convolution VGG, batch 128, 32 x 32", figures, notes)];
        }
        finally
        {
            peers.ForEach(p => p.Dispose());
        }
    }

    private static Figure Speed(string name, Workbench bench, double[] seconds) =>
        new(name, Spread.Of(seconds.Select(s => bench.Turn * Workbench.Batch / s)), "images/s");

    private static List<PyTorchPeer> Start(Workbench bench, List<string> notes)
    {
        var peers = new List<PyTorchPeer>();
        try
        {
            foreach (var peerCase in PeerCase.All)
            {
                var peer = PyTorchPeer.Start(bench.Python, bench.Threads, Workbench.Batch, peerCase);
                peers.Add(peer);
                notes.Add(
                    $"{peer.Title}: version {peer.Version}, its fastest setting: {peer.Setting}; "
                        + $"{peer.Case.Work}. Tried: {peer.Tried}."
                );
                if (!peer.OpenBlas)
                {
                    notes.Add(
                        $"{peer.Title} runs without OpenBLAS, so the comparison is not fair: apt-get install "
                            + "libopenblas0-pthread."
                    );
                }
            }
        }
        catch (AccreteException e)
        {
            notes.Add(e.Message);
        }

        return peers;
    }
}
