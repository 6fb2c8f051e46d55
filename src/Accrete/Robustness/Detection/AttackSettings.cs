using Accrete.Blueprints;
using Accrete.Robustness.Attacks;

namespace Accrete.Robustness.Detection;

/// <summary>The attacks of a study, and how hard they try.</summary>
/// <param name="Epsilon">The largest change of a value, in parts of the pixel range.</param>
internal sealed record AttackSettings(double Epsilon)
{
    /// <summary>The largest change of a value, in parts of the pixel range.</summary>
    /// <exception cref="InvalidInputException">Throws if it is below 1/255, or above 1.</exception>
    public double Epsilon { get; } = AttackBounds.Checked(Epsilon, INorm.LInfinity);

    /// <summary>Names of all attacks, in the order in which they run.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fgsm", "pgd", "mim", "pgd-l2", "deepfool", "cw", "square"];

    /// <summary>Steps of those that step up a gradient.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>Steps of those that know the detector, from each start.</summary>
    public int AwareSteps { get; init; } = 100;

    /// <summary>How often those that know the detector begin.</summary>
    public int AwareStarts { get; init; } = 2;

    /// <summary>Questions of the one that asks for answers only.</summary>
    public int Questions { get; init; } = 500;

    /// <summary>Which attacks run, on the last network and on the whole family.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = Names;

    /// <summary>The size that is customary: 8/255 for colour images, 0.1 for grey ones.</summary>
    public static double CustomaryEpsilon(ImageShape shape) => shape.Channels == 1 ? 0.1 : 8.0 / 255;

    /// <summary>The attack of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="shape">The images: in L2 as large as a change of every value by a quarter of epsilon.</param>
    /// <exception cref="InvalidInputException">Throws if there is none, or epsilon is out of range.</exception>
    public IAttack Find(string name, ImageShape shape) =>
        name switch
        {
            "fgsm" => GradientAttack.Fgsm(INorm.LInfinity, Epsilon),
            "pgd" => GradientAttack.Pgd(INorm.LInfinity, Epsilon, Steps),
            "mim" => GradientAttack.MomentumIterative(INorm.LInfinity, Epsilon, Steps),
            "pgd-l2" => GradientAttack.Pgd(INorm.L2, InL2(shape), Steps),
            "deepfool" => new DeepFool(),
            "cw" => new CarliniWagner(),
            "square" => new SquareAttack(Epsilon, Questions),
            _ => throw new InvalidInputException(
                $"attack '{name}': not known{NearestName.Hint(name, Names)}; there are {string.Join(", ", Names)}."
            ),
        };

    /// <summary>
    /// The attack of that name by which one who knows the detector looks for wrong answers with a low score; null if it
    /// has none.
    /// </summary>
    internal IAttack? FindAware(string name, ImageShape shape) =>
        name switch
        {
            "pgd" => GradientAttack.Search(INorm.LInfinity, Epsilon, AwareSteps, AwareStarts),
            "pgd-l2" => GradientAttack.Search(INorm.L2, InL2(shape), AwareSteps, AwareStarts),
            _ => null,
        };

    /// <summary>Adds them to what decides the numbers of a study.</summary>
    internal void AddTo(StudyIdentity identity)
    {
        identity.Add("--epsilon", Epsilon);
        identity.Add("--steps", Steps);
        identity.Add("--aware-steps", AwareSteps);
        identity.Add("starts", AwareStarts);
        identity.Add("--questions", Questions);
        identity.Add("--attacks", Chosen);
    }

    private double InL2(ImageShape shape) => Epsilon / 4 * Math.Sqrt(shape.Elements);
}
