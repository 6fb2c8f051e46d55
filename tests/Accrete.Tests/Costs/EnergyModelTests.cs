using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Tests.Costs;

public sealed class EnergyModelTests
{
    private const long Tera = 1_000_000_000_000;

    [Fact]
    public void Energy_is_that_of_multiplications_additions_and_memory()
    {
        var model = new EnergyModel();
        Assert.Equal(4.6, model.Joules(Tera, 0, Precision.Float32), 9);
        Assert.Equal(2.0, model.Joules(Tera, 0, Precision.BFloat16), 9);
        Assert.Equal(4.6 + 640, model.Joules(Tera, Tera, Precision.Float32), 9);
        Assert.Equal(2.0 + 320, model.Joules(Tera, Tera, Precision.BFloat16), 9);
    }

    [Fact]
    public void Another_table_gives_other_figures()
    {
        var model = new EnergyModel
        {
            Fp32Mac = 1,
            Fp32Word = 10,
            Bf16Mac = 2,
            Bf16Word = 20,
        };
        Assert.Equal(21, model.Joules(Tera, 2 * Tera, Precision.Float32), 9);
        Assert.Equal(42, model.Joules(Tera, 2 * Tera, Precision.BFloat16), 9);
    }
}
