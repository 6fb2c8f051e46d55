using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Tests.Training;

public sealed class WeightAverageTests
{
    private static readonly Blueprint Small = Architectures.Find("vgg-small").Build(new ImageShape(1, 8, 8), 3, 0.1);

    [Fact]
    public void Is_the_running_mean_of_weights_and_statistics()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var average = new WeightAverage(network, 0.5);
        Set(network, 1);
        average.Update(1);
        Set(network, 5);
        // 2 of 11, then 3 of 12 are kept: less than the decay.
        average.Update(2);
        var first = new Network(Small, new Seed(1)).State;
        foreach (var (name, mean) in average.Network.State)
        {
            var expected = ((first[name] * 2 / 11) + (9 / 11.0)) * 3 / 12 + (5 * 9 / 12.0);
            Assert.True(mean.allclose(expected, atol: 1e-5), name);
        }
    }

    [Fact]
    public void After_many_steps_the_decay_is_what_is_kept()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        Set(network, 0);
        using var average = new WeightAverage(network, 0.75);
        Set(network, 4);
        average.Update(1000);
        Assert.All(average.Network.State, s => Assert.True(s.Value.allclose(ones_like(s.Value))));
    }

    [Fact]
    public void Goes_on_from_an_earlier_mean_and_gives_it_back()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, new Seed(1));
        using var earlier = new Network(Small, new Seed(2));
        using var average = new WeightAverage(network, 0.9, earlier.State);
        average.GiveBack();
        Assert.All(network.State, s => Assert.True(s.Value.eq(earlier.State[s.Key]).all().item<bool>()));
        Set(network, 7);
        Assert.All(average.Network.State, s => Assert.True(s.Value.eq(earlier.State[s.Key]).all().item<bool>()));
    }

    private static void Set(Network network, double value)
    {
        using var nothing = no_grad();
        foreach (var tensor in network.State.Values)
        {
            tensor.fill_(value);
        }
    }
}
