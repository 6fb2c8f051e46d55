using Accrete.Blueprints;
using Accrete.Tests.Growth;
using CsCheck;

namespace Accrete.Tests.Blueprints;

public sealed class BlueprintJsonTests
{
    [Fact]
    public void What_is_written_reads_back_equal() =>
        Gen.Select(RandomNetworks.Graphs, Gen.Bool)
            .Sample(
                (blueprint, indented) =>
                    Assert.Equal(blueprint, BlueprintJson.Read(BlueprintJson.Write(blueprint, indented), "test"))
            );

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":null}""")]
    [InlineData("""{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[null]}""")]
    [InlineData(
        """{"name":null,"input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"flatten","name":"a","input":"image"},{"kind":"linear","name":"b","input":"a","features":2}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"flatten","name":"a","input":null},{"kind":"linear","name":"b","input":"a","features":2}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"flatten","name":"a"},{"kind":"linear","name":"b","input":"a","features":2}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4},"layers":[{"kind":"flatten","name":"a","input":"image"},{"kind":"linear","name":"b","input":"a","features":2}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"folding","name":"a","input":"image"}]}"""
    )]
    [InlineData("""{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"name":"a","input":"image"}]}""")]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"linear","name":"b","input":"image","features":2}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"flatten","name":"a","input":"image"},{"kind":"linear","name":"b","input":"a","features":2,"colour":1}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[{"kind":"flatten","name":"a","input":"image"},{"kind":"linear","name":"b","input":"a","features":99999999999}]}"""
    )]
    [InlineData(
        """{"name":"x","input":{"channels":2147483647,"height":2147483647,"width":2147483647},"layers":[{"kind":"flatten","name":"a","input":"image"},{"kind":"linear","name":"b","input":"a","features":2}]}"""
    )]
    public void Anything_else_is_an_error_that_names_the_source(string json)
    {
        var error = Assert.Throws<InvalidInputException>(() => BlueprintJson.Read(json, "some.file"));
        Assert.StartsWith("some.file: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Members_may_come_in_any_order()
    {
        var blueprint = BlueprintJson.Read(
            """
            {"layers":[{"name":"a","input":"image","kind":"flatten"},{"features":2,"input":"a","name":"b","kind":"linear"}],
             "input":{"width":4,"height":4,"channels":1},"name":"x"}
            """,
            "test"
        );
        Assert.Equal(2, blueprint.Classes);
    }

    [Fact]
    public void Random_damage_gives_a_blueprint_or_an_error_and_nothing_else()
    {
        var whole = BlueprintJson.Write(Architectures.Find("vgg-small").Build(new ImageShape(1, 8, 8), 3, 0.05, 0.5));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Char[' ', '~'])
            .Array[1, 3]
            .Sample(
                damages =>
                {
                    var text = whole.ToCharArray();
                    foreach (var (place, value) in damages)
                    {
                        text[place] = value;
                    }

                    try
                    {
                        BlueprintJson.Read(new string(text), "test");
                    }
                    catch (InvalidInputException e)
                    {
                        Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
                    }
                },
                iter: 3000
            );
    }
}
