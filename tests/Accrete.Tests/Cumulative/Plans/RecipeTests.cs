using Accrete.Blueprints;
using Accrete.Cumulative.Plans;
using Accrete.Training;

namespace Accrete.Tests.Cumulative.Plans;

public sealed class RecipeTests : IDisposable
{
    private const string Stage = "[[stages]]\nepochs = 2\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_recipe_that_comes_along_can_be_read()
    {
        Assert.Contains("default", Recipe.Names);
        Assert.All(
            Recipe.Names,
            name =>
            {
                var plan = Recipe.Read(name);
                Assert.NotEmpty(plan.Stages);
                Assert.Equal(name, plan.Name);
            }
        );
    }

    [Fact]
    public void A_recipe_says_only_what_differs()
    {
        var plan = Recipe.Read(
            Write(
                """
                name = "mine"
                [optimiser]
                kind = "adamw"
                rate = 0.002
                [[stages]]
                data = 0.5
                [[stages]]
                epochs = 3
                """
            )
        );

        var defaults = new Plan();
        Assert.Equal("mine", plan.Name);
        Assert.Equal(defaults.Optimiser with { Kind = OptimiserKind.AdamW, Rate = 0.002 }, plan.Optimiser);
        Assert.Equal([new StagePlan { Data = 0.5 }, new StagePlan { Epochs = 3 }], plan.Stages);
        Assert.Equal(
            (defaults.Data, defaults.Network, defaults.Growth, defaults.Seed),
            (plan.Data, plan.Network, plan.Growth, plan.Seed)
        );
    }

    [Fact]
    public void Settings_win_over_the_recipe()
    {
        var plan = Recipe.Read(
            Write("[optimiser]\nrate = 0.5\n" + Stage + Stage),
            [
                "optimiser.rate=0.05",
                "stages.2.epochs = 3",
                "optimiser.nesterov=false",
                "optimiser.kind=adamw",
                "precision=bf16",
                "data.root=/a path/with = signs",
                "name=\"quoted\"",
                "seed=7",
                "data.size=64",
            ]
        );

        Assert.Equal(0.05, plan.Optimiser.Rate);
        Assert.Equal([2, 3], plan.Stages.Select(s => s.Epochs));
        Assert.False(plan.Optimiser.Nesterov);
        Assert.Equal(OptimiserKind.AdamW, plan.Optimiser.Kind);
        Assert.Equal(PrecisionChoice.Bf16, plan.Precision);
        Assert.Equal("/a path/with = signs", plan.Data.Root);
        Assert.Equal(("quoted", 7, 64), (plan.Name, plan.Seed, plan.Data.Size));
    }

    [Theory]
    [InlineData("optimiser.rate", "must have the form key=value")]
    [InlineData("optimiser.ratte=1", "'optimiser.ratte' is not known, did you mean 'optimiser.rate'?")]
    [InlineData("optimizer.rate=1", "did you mean 'optimiser.rate'?")]
    [InlineData("optimiser=1", "'optimiser' is not known")]
    [InlineData("optimiser.rate.more=1", "'optimiser.rate.more' is not known")]
    [InlineData("=1", "'' is not known")]
    [InlineData("stages=1", "'stages' is not known")]
    [InlineData("stages.0.epochs=1", "'stages.0.epochs' is not known")]
    [InlineData("stages.3.epochs=1", "'stages.3.epochs' is not known")]
    [InlineData("stages.x.epochs=1", "'stages.x.epochs' is not known")]
    [InlineData("stages.1.epoch=1", "did you mean 'stages.N.epochs'?")]
    [InlineData("optimiser.rate=fast", "optimiser.rate has a value of the wrong kind")]
    [InlineData("optimiser.rate=", "optimiser.rate has a value of the wrong kind")]
    [InlineData("optimiser.rate=nan", "optimiser.rate is NaN, but must be from 1e-9 to 100")]
    [InlineData("optimiser.rate=[1]", "optimiser.rate has a value of the wrong kind")]
    [InlineData("optimiser.rate={a=1}", "optimiser.rate has a value of the wrong kind")]
    [InlineData("optimiser.batch=1.5", "optimiser.batch is 1.5, but must be a whole number, from 1 to 65536")]
    [InlineData(
        "optimiser.batch=99999999999",
        "optimiser.batch is 99999999999, but must be a whole number, from 1 to 65536"
    )]
    [InlineData("data.size=4294967328", "data.size is 4294967328, but must be a whole number, from ")]
    [InlineData(
        "data.size=18446744073709551616",
        "data.size is 18446744073709551616, but must be a whole number, from "
    )]
    [InlineData("growth.receiptImages=1e10", "growth.receiptImages is 10000000000, but must be a whole number, from ")]
    [InlineData("stages.2.images=1e11", "stages.2.images is 100000000000, but must be a whole number, from ")]
    [InlineData("data.channels=99999999999", "data.channels is 99999999999, but must be a whole number, 1 or 3")]
    [InlineData("optimiser.decay=1e-50", "optimiser.decay is 1e-50, but must be at least 1e-9 where it is not 0")]
    [InlineData("optimiser.rate=1e9", "optimiser.rate is 1e9, but must be from 1e-9 to 100")]
    [InlineData("optimiser.rate=-0.0", "optimiser.rate is 0, but must be from 1e-9 to 100")]
    [InlineData("optimiser.kind=sgdd", "optimiser.kind has a value of the wrong kind")]
    [InlineData("stages.2.epochs=many", "stages.2.epochs has a value of the wrong kind")]
    [InlineData("optimiser.rate=0", "optimiser.rate is 0, but must be from 1e-9 to 100")]
    [InlineData("optimiser.batch=0", "optimiser.batch is 0, but must be from 1 to 65536")]
    [InlineData("stages.2.data=1.5", "stages.2.data is 1.5, but must be from 1e-6 to 1")]
    [InlineData("data.channels=2", "data.channels is 2, but must be 1 or 3")]
    [InlineData("device=gpu", "device is 'gpu', but must be of the form")]
    [InlineData("schema=2", "schema is 2, but must be from 1 to 1")]
    [InlineData("seed=-1", "seed is -1, but must be from 0 to")]
    public void A_wrong_setting_names_key_and_value(string setting, string says) =>
        Fails(() => Recipe.Read(Write(Stage + Stage), [setting]), says);

    [Theory]
    [InlineData("rate = 0.1\n", "'rate' is not known")]
    [InlineData("[optimiser]\nratte = 0.1\n", "'optimiser.ratte' is not known, did you mean 'optimiser.rate'?")]
    [InlineData("[[stages]]\nepoch = 1\n", "'stages.1.epoch' is not known, did you mean 'stages.N.epochs'?")]
    [InlineData("optimiser = 5\n", "optimiser is a table of keys, not a value")]
    [InlineData("stages = 5\n", "stages has a value of the wrong kind")]
    [InlineData("stages = [5]\n", "stages are tables: [[stages]]")]
    [InlineData("stages = []\n", "stages is empty, but must be given")]
    [InlineData("", "stages is empty, but must be given")]
    [InlineData("[[stages]]\n[[stages]]\nepochs = \"two\"\n", "stages.2.epochs has a value of the wrong kind")]
    [InlineData("[[stages]]\n[[stages]]\nepochs = inf\n", "stages.2.epochs is Infinity, but must be from ")]
    [InlineData("[[stages]]\nwidth = -1\n", "stages.1.width is -1, but must be from 0.001 to 100")]
    [InlineData("name = \n", "cannot be read as a recipe")]
    [InlineData("[optimiser\n", "cannot be read as a recipe")]
    [InlineData("name = \"a\"\nname = \"b\"\n", "cannot be read as a recipe")]
    public void A_wrong_recipe_names_the_file_and_the_key(string text, string says)
    {
        var path = Write(text);
        Assert.StartsWith(path, Fails(() => Recipe.Read(path), says), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_recipe_gets_the_nearest_name()
    {
        Fails(() => Recipe.Read("defualt"), "did you mean 'default'?");
        Fails(() => Recipe.Read(folder["none.toml"]), "there is no such file or recipe");
        Fails(() => Recipe.Read(folder.Path), "there is no such file or recipe");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"seed":1,"seed":2}""")]
    [InlineData("""{"stages":null}""")]
    [InlineData("""{"network":null}""")]
    [InlineData("""{"network":{"name":null},"stages":[{}]}""")]
    [InlineData("""{"optimiser":{"rate":null},"stages":[{}]}""")]
    public void A_damaged_plan_is_an_error_that_names_it(string json)
    {
        var path = folder["plan.json"];
        File.WriteAllText(path, json);
        Assert.StartsWith(path, Fails(() => Recipe.Read(path), ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_was_written_reads_back_the_same()
    {
        var plan = TinyRuns.Plan() with
        {
            Data = new DataPlan
            {
                Root = "/data",
                Size = 32,
                Channels = 3,
                Sha256 = "aa",
            },
            Device = "cuda:1",
            Precision = PrecisionChoice.Bf16,
        };
        var path = folder["plan.json"];
        File.WriteAllText(path, PlanJson.Write(plan));
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(Recipe.Read(path)));
    }

    [Fact]
    public void A_plan_holds_the_blueprint_of_the_file_that_a_recipe_names()
    {
        var mine = Mine();
        var file = folder.Write("mine.json", BlueprintJson.Write(mine, indented: true));

        var plan = Recipe.Read(Write($"[network]\nblueprint = '{file}'\nstem = \"large\"\n{Stage}"));

        Assert.Equal(mine, plan.Network.Blueprint);
        Assert.Equal(("mine", Stem.Large), (plan.Network.Name, plan.Network.Stem));
        // The file is not needed any more.
        File.Delete(file);
        var stored = folder.Write("plan.json", PlanJson.Write(plan));
        Assert.Equal(plan.Network, Recipe.Read(stored).Network);
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(Recipe.Read(stored)));
    }

    [Fact]
    public void A_setting_replaces_a_stored_blueprint_and_an_empty_one_takes_it_back()
    {
        var stored = folder.Write(
            "plan.json",
            PlanJson.Write(
                TinyRuns.Plan() with
                {
                    Network = new NetworkPlan { Name = "mine", Blueprint = Mine() },
                }
            )
        );
        var other = folder.Write(
            "other.json",
            BlueprintJson.Write(new Blueprint("other", Mine().Input, Mine().Layers))
        );

        Assert.Equal("other", Recipe.Read(stored, [$"network.blueprint={other}"]).Network.Blueprint!.Name);
        Assert.Equal(
            new NetworkPlan { Name = "vgg11" },
            Recipe.Read(stored, ["network.name=vgg11", "network.blueprint="]).Network
        );
    }

    [Theory]
    [InlineData("none.json", null, "network.blueprint: none.json: there is no such file; name a blueprint (.json).")]
    [InlineData("text.json", "hello", "is no blueprint")]
    [InlineData("plan.json", """{"stages":[]}""", "is no blueprint")]
    [InlineData(
        "cycle.json",
        """{"name":"c","input":{"channels":1,"height":8,"width":8},"layers":[{"kind":"add","name":"a","inputs":["image","b"]},{"kind":"relu","name":"b","input":"a"}]}""",
        "layer 'a': reads 'b', which itself is made from 'a': a network has no cycles."
    )]
    public void A_blueprint_that_is_wrong_names_its_file(string name, string? json, string says)
    {
        var file = json is null ? name : folder.Write(name, json);
        var message = Fails(() => Recipe.Read(Write(Stage), [$"network.blueprint={file}"]), says);
        Assert.Contains($"{file}: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_blueprint_in_a_plan_names_the_plan()
    {
        var text = PlanJson.Write(
            TinyRuns.Plan() with
            {
                Network = new NetworkPlan { Name = "mine", Blueprint = Mine() },
            }
        );
        foreach (
            var (part, damage) in new[]
            {
                ("\"input\":\"image\"", "\"input\":\"imagine\""),
                ("\"features\":3", "\"features\":\"3\""),
                ("\"kind\":\"linear\"", "\"kind\":\"round\""),
            }
        )
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
            var path = folder.Write("plan.json", text.Replace(part, damage, StringComparison.Ordinal));
            Assert.StartsWith(
                $"{path}: network.blueprint: ",
                Fails(() => Recipe.Read(path), ""),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_resolved_plan_leaves_nothing_to_the_machine()
    {
        var plan = new Plan
        {
            Data = new DataPlan { Set = folder.Path, Root = "relative" },
        }.Resolve();
        Assert.NotEqual(PrecisionChoice.Auto, plan.Precision);
        Assert.True(plan.Threads > 0);
        Assert.True(Path.IsPathRooted(plan.Data.Root));
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(plan.Resolve()));
    }

    [Fact]
    public void Every_key_has_a_meaning_and_can_be_set_to_its_default()
    {
        var path = Write(Stage);
        Assert.All(
            PlanKeys.All,
            key =>
            {
                Assert.NotEmpty(key.Meaning);
                if (key.Default.Length > 0)
                {
                    Recipe.Read(
                        path,
                        [$"{key.Key.Replace("N", "1", StringComparison.Ordinal)}={key.Default.ToLowerInvariant()}"]
                    );
                }
            }
        );
    }

    private static Blueprint Mine()
    {
        var b = new BlueprintBuilder("mine", new ImageShape(1, 8, 8));
        b.Linear(b.GlobalAveragePooling(b.Relu(b.Convolution(Blueprint.Image, 4))), 3);
        return b.Build();
    }

    private static string Fails(Action act, string says)
    {
        var error = Assert.Throws<InvalidInputException>(act);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private string Write(string text)
    {
        File.WriteAllText(folder["recipe.toml"], text);
        return folder["recipe.toml"];
    }
}
