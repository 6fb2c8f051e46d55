using System.Text;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;

namespace Accrete.Fuzz.Targets;

/// <summary>A recipe in TOML, and what <c>plan</c> makes of it.</summary>
internal sealed class RecipeTomlTarget() : FileTarget("recipe.toml", "recipe.toml")
{
    public override IReadOnlyList<Mutation> Structure { get; } = [Lines.Any];

    protected override void Read(string path, CancellationToken stop) =>
        Schedule.Of(Recipe.Read(path).Resolve(), Workshop.LargerImages);

    protected override IEnumerable<byte[]> Make() =>
        Recipe
            .Names.Select(n =>
            {
                using var stream = typeof(Recipe).Assembly.GetManifestResourceStream($"{n}.toml")!;
                using var reader = new StreamReader(stream);
                return Encoding.UTF8.GetBytes(reader.ReadToEnd());
            })
            .Append(
                Encoding.UTF8.GetBytes(
                    "seed = 2\n[data]\nset = 'x'\nflip = true\n[[stages]]\nwidth = 0.5\nepochs = "
                        + "1\n[[stages]]\nepochs = 2\n"
                )
            );
}
