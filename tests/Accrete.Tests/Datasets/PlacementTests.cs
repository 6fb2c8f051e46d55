using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Tests.Datasets;

public sealed class PlacementTests
{
    private static readonly ImageShape Shape = new(3, 32, 24);

    [Fact]
    public void Draws_every_shift_and_both_sides_evenly()
    {
        var random = new Seed(1).Random();
        var drawn = Enumerable
            .Range(0, 9000)
            .Select(_ => Placement.Draw(new Augmentation { Flip = true, Crop = 4 }, Shape, random))
            .ToArray();
        Assert.Equal(Enumerable.Range(-4, 9), drawn.Select(d => d.Down).Distinct().Order());
        Assert.Equal(Enumerable.Range(-4, 9), drawn.Select(d => d.Right).Distinct().Order());
        Assert.All(drawn.CountBy(d => d.Down), c => Assert.InRange(c.Value, 850, 1150));
        Assert.InRange(drawn.Count(d => d.Flip), 4300, 4700);
    }

    [Fact]
    public void A_hole_is_a_square_cut_off_at_the_borders()
    {
        var random = new Seed(1).Random();
        var holes = Enumerable.Range(0, 2000).Select(_ => Hole.Draw(8, Shape, random)).ToArray();
        Assert.All(holes, h => Assert.True(h.Top >= 0 && h.Left >= 0 && h.Bottom <= 32 && h.Right <= 24));
        Assert.All(holes, h => Assert.True(h.Bottom - h.Top is >= 4 and <= 8 && h.Right - h.Left is >= 4 and <= 8));
        Assert.Contains(holes, h => h.Top == 0 && h.Bottom == 4);
        Assert.Contains(holes, h => h.Bottom - h.Top == 8 && h.Right - h.Left == 8);
    }

    [Fact]
    public void Without_augmentation_nothing_changes()
    {
        Assert.Equal(default, Placement.Draw(Augmentation.None, Shape, new Seed(1).Random()));
    }
}
