using Accrete.Datasets;
using Accrete.Robustness.Corruptions;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Corruptions;

public sealed class CommonCorruptionsTests
{
    public static TheoryData<string> Names => [.. CommonCorruptions.All.Select(c => c.Name)];

    // Levels of 8 bits by which a value may differ: libraries round on the way, and JPEG's encoders differ.
    [Theory]
    [InlineData("defocus_blur", 1, 0.5)]
    [InlineData("zoom_blur", 1, 0.5)]
    [InlineData("brightness", 1, 0.5)]
    [InlineData("contrast", 1, 0.5)]
    [InlineData("pixelate", 0, 0)]
    [InlineData("jpeg_compression", 40, 2)]
    public void Agree_with_the_published_definition(string name, int most, double mean)
    {
        for (var severity = 1; severity <= 5; severity++)
        {
            using var scope = NewDisposeScope();
            using var draws = new Generator(1);
            AssertClose(
                PublishedExamples.Corrupted(name, severity),
                CommonCorruptions.Find(name).Apply(PublishedExamples.Picture(), severity, draws),
                most,
                mean
            );
        }
    }

    [Theory]
    [InlineData(1, 6, 1)]
    [InlineData(2, 6, 1.5)]
    [InlineData(3, 6, 2)]
    [InlineData(4, 8, 2)]
    [InlineData(5, 9, 2.5)]
    public void Motion_agrees_with_the_published_definition(int severity, int radius, double deviation)
    {
        using var scope = NewDisposeScope();
        var blurred = MotionFilter
            .Apply(PublishedExamples.Picture().squeeze(0), radius, deviation, full([3], 30.0, ScalarType.Float64))
            .unsqueeze(0);
        AssertClose(PublishedExamples.Corrupted("motion_blur", severity), blurred, 2, 0.7);
    }

    [Theory]
    [InlineData("gaussian_nearest", new[] { 0.4, 0.6, 0.7, 0.8, 1 }, 4, false)]
    [InlineData("gaussian_mirrored", new[] { 6.4, 1.92, 1.28, 0.96, 3 }, 3, true)]
    public void Gaussian_filters_agree_with_the_published_definition(
        string name,
        double[] deviations,
        double cutOff,
        bool mirrored
    )
    {
        for (var severity = 1; severity <= 5; severity++)
        {
            using var scope = NewDisposeScope();
            var blurred = GaussianFilter
                .Apply(PublishedExamples.Picture().squeeze(0), deviations[severity - 1], cutOff, mirrored)
                .unsqueeze(0);
            AssertClose(PublishedExamples.Corrupted(name, severity), blurred, 1, 0.5);
        }
    }

    [Theory]
    [InlineData("gaussian_noise", new[] { 0.04, 0.06, 0.08, 0.09, 0.10 })]
    [InlineData("shot_noise", new[] { 500.0, 250, 100, 75, 50 })]
    public void Noise_has_the_published_spread(string name, double[] parameters)
    {
        for (var severity = 1; severity <= 5; severity++)
        {
            using var scope = NewDisposeScope();
            using var draws = new Generator(3);
            var grey = full([8, 3, 32, 32], 0.4f);
            var noisy = CommonCorruptions.Find(name).Apply(grey, severity, draws);
            var deviation = name == "shot_noise" ? Math.Sqrt(0.4 / parameters[severity - 1]) : parameters[severity - 1];
            Assert.Equal(0.4, noisy.mean().item<float>(), 0.002);
            Assert.Equal(deviation, noisy.std().item<float>(), 0.02 * deviation);
        }
    }

    [Fact]
    public void Impulses_are_as_many_as_published_half_of_them_white()
    {
        double[] shares = [0.01, 0.02, 0.03, 0.05, 0.07];
        for (var severity = 1; severity <= 5; severity++)
        {
            using var scope = NewDisposeScope();
            using var draws = new Generator(3);
            var noisy = new ImpulseNoise().Apply(full([32, 3, 32, 32], 0.4f), severity, draws);
            Assert.Equal(
                shares[severity - 1] / 2,
                noisy.eq(1).to_type(ScalarType.Float32).mean().item<float>(),
                0.1 * shares[severity - 1]
            );
            Assert.Equal(
                shares[severity - 1] / 2,
                noisy.eq(0).to_type(ScalarType.Float32).mean().item<float>(),
                0.1 * shares[severity - 1]
            );
        }
    }

    [Fact]
    public void Elastic_without_a_move_gives_the_picture_back_and_moves_by_what_it_says()
    {
        using var scope = NewDisposeScope();
        var picture = PublishedExamples.Picture();
        foreach (var centres in new[] { true, false })
        {
            var (rows, columns) = (
                arange(32f).view(1, -1, 1).expand(1, 32, 32),
                arange(32f).view(1, 1, -1).expand(1, 32, 32)
            );
            var same = ElasticTransform.Sample(picture, stack([columns, rows], -1), centres);
            Assert.True((same - picture).abs().max().item<float>() < 1e-5);
            var right = ElasticTransform.Sample(picture, stack([columns + 2, rows - 3], -1), centres);
            Assert.True((right[.., .., 3.., ..30] - picture[.., .., ..29, 2..]).abs().max().item<float>() < 1e-4);
            // Beyond the edge: about the centre of the last pixel, or about its outer edge.
            Assert.True((right[0, 0, 10, 30] - picture[0, 0, 7, centres ? 30 : 31]).abs().item<float>() < 1e-4);
        }
    }

    [Fact]
    public void Clouds_are_smoother_where_they_decay_faster()
    {
        using var scope = NewDisposeScope();
        using var draws = new Generator(5);
        var (rough, smooth) = (PlasmaFractal.Draw(32, 32, 1.75, draws), PlasmaFractal.Draw(32, 32, 3, draws));
        foreach (var cloud in new[] { rough, smooth })
        {
            Assert.Equal((0, 1), (cloud.amin([1, 2]).max().item<float>(), cloud.amax([1, 2]).min().item<float>()));
        }

        Assert.True(Step(smooth) < 0.7 * Step(rough));

        static float Step(Tensor cloud) => cloud.diff(1, 2).abs().mean().item<float>();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_does_something_to_images_of_any_shape_more_with_severity_and_the_same_for_a_seed(string name)
    {
        var corruption = CommonCorruptions.Find(name);
        foreach (var (channels, side) in new[] { (1, 28), (3, 32), (3, 40) })
        {
            using var scope = NewDisposeScope();
            var picture = PublishedExamples.Picture()[.., ..channels];
            var planes = nn.functional.interpolate(picture, [side, side]).repeat(4, 1, 1, 1);
            using var set = new ImageSet((planes * 255).to_type(ScalarType.Byte).contiguous(), arange(4L));
            var changes = Enumerable.Range(1, 5).Select(s => Change(set, corruption, s)).ToArray();
            // The published elastic transform pulls on larger pieces first and on smaller ones later.
            Assert.True(changes[4] > changes[0] || name == "elastic_transform", $"{name}: {string.Join(" ", changes)}");
            Assert.InRange(changes[4], 0.5, 120);

            using var again = CorruptedImages.Of(set, corruption, 3, new Seed(1));
            using var once = CorruptedImages.Of(set, corruption, 3, new Seed(1));
            Assert.True(again.Images.eq(once.Images).all().item<bool>());
            Assert.True(again.Labels.eq(set.Labels).all().item<bool>());
        }
    }

    [Fact]
    public void An_unknown_name_gives_the_nearest()
    {
        var error = Assert.Throws<InvalidInputException>(() => CommonCorruptions.Find("gausian_noise"));
        Assert.Contains(
            "corruption 'gausian_noise': not known, did you mean 'gaussian_noise'?",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static double Change(ImageSet set, ICorruption corruption, int severity)
    {
        using var scope = NewDisposeScope();
        using var corrupted = CorruptedImages.Of(set, corruption, severity, new Seed(1));
        return (corrupted.Images.to_type(ScalarType.Float32) - set.Images.to_type(ScalarType.Float32))
            .abs()
            .mean()
            .item<float>();
    }

    private static void AssertClose(Tensor expected, Tensor actual, int most, double mean)
    {
        var levels = ((actual.clamp(0, 1) * 255) + 1e-3).floor() - (expected * 255).round();
        Assert.InRange(levels.abs().max().item<float>(), 0, most);
        Assert.InRange(levels.abs().mean().item<float>(), 0, mean);
    }
}
