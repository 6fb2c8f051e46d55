using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Accrete.Cumulative.Plans;

namespace Accrete.Tests.Cumulative.Plans;

/// <summary>
/// Every key of a recipe, found by reflection, with values just outside its limits and far outside any.
/// </summary>
public sealed class PlanLimitsTests : IDisposable
{
    private static readonly Type[] Whole = [typeof(int), typeof(long)];

    private static readonly string[] NeverNumbers = ["nan", "-nan", "inf", "-inf", "+inf", "1e999", "-1e999"];

    private static readonly string[] NearlyNothing = ["1e-50", "9.9e-10", "5e-324"];

    private static readonly string[] FarOutside =
    [
        "1e308",
        "-1e308",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "-2147483649",
    ];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Numbers =>
        new(Keys(typeof(Plan), "").Where(k => IsNumber(k.Property)).Select(k => k.Name));

    public static TheoryData<string> Texts =>
        new(Keys(typeof(Plan), "").Where(k => k.Property.PropertyType == typeof(string)).Select(k => k.Name));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_number_has_limits()
    {
        Assert.True(Numbers.Count > 30);
        Assert.All(
            Keys(typeof(Plan), "").Where(k => IsNumber(k.Property)),
            k =>
                Assert.True(
                    Range(k.Property) is not null
                        || k.Property.GetCustomAttribute<AllowedValuesAttribute>() is not null,
                    k.Name
                )
        );
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_number_that_was_given_is_checked_and_not_a_rounded_one(string key)
    {
        var property = Keys(typeof(Plan), "").Single(k => k.Name == key).Property;
        foreach (var outside in FarOutside.Concat(JustOutside(property)).Where(v => !IsWithin(property, v)))
        {
            Refused(key, outside);
        }

        if (!Whole.Contains(Type(property)))
        {
            Assert.All(NearlyNothing, text => Refused(key, text));
        }

        Assert.All(NeverNumbers, text => Refused(key, text));
        // What JSON reads as a number may be none that a double holds.
        Refused(key, "1e999", json: true);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_that_can_be_no_path_and_no_name_is_refused(string key)
    {
        Refused(key, "\"\\u0000\"");
        Refused(key, "\"a\\u0000b\"");
        Refused(key, $"\"{new string('a', GivenText.Longest + 1)}\"");
        Refused(key, new string('a', 1 << 20));
        Refused(key, "\"\\ud800\"", json: true);
        Refused(key, "\"a\\udc00\\ud800\"", json: true);
        Refused(key, "\ud800");
    }

    [Theory]
    [InlineData("optimiser.decay", "-0.4")]
    [InlineData("annealing.final", "1.49")]
    [InlineData("pruning.share", "1.0000000000000002")]
    [InlineData("data.dropUntil", "-4.9e-324")]
    public void Limits_of_whole_numbers_do_not_round(string key, string value) => Refused(key, value);

    [Theory]
    [InlineData("budget", "1e308s", "is the most")]
    [InlineData("budget", "1e308h", "is the most")]
    [InlineData("budget", "1e999s", "is the most")]
    [InlineData("budget", "1e19macs", "9e18macs is the most")]
    [InlineData("budget", "nans", "must be a number above 0")]
    [InlineData("budget", "1e-999s", "must be a number above 0")]
    public void A_budget_has_limits(string key, string value, string says) =>
        Assert.Contains(says, Refused(key, value), StringComparison.Ordinal);

    [Fact]
    public void A_recipe_has_a_size_and_a_depth()
    {
        foreach (
            var text in new[]
            {
                new string('#', 1 << 20),
                "a=" + new string('[', 10_000),
                "[a" + string.Concat(Enumerable.Repeat(".a", 10_000)) + "]\n",
                "a" + string.Concat(Enumerable.Repeat(".a", 10_000)) + " = 1\n",
                string.Concat(Enumerable.Repeat("=\n", 10_000)),
                string.Concat(Enumerable.Repeat("[[stages]]\n", 1001)),
            }
        )
        {
            Fails(() => Recipe.Read(folder.Write("recipe.toml", text)));
        }

        foreach (
            var text in new[] { new string(' ', 20 << 20), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)), "[" }
        )
        {
            Fails(() => Recipe.Read(folder.Write("plan.json", text)));
        }
    }

    [Fact]
    public void A_setting_is_one_value() =>
        Assert.Equal("a\nseed = 2", Recipe.Read("default", ["name=a\nseed = 2"]).Name);

    private string Refused(string key, string value, bool json = false)
    {
        var message = json
            ? Fails(() => Recipe.Read(folder.Write("plan.json", Json(key.Split('.'), value))))
            : Fails(() => Recipe.Read("default", [$"{key}={value}"]));
        Assert.InRange(message.Length, 1, 1000);
        return message;
    }

    private static string Json(string[] key, string value) =>
        key switch
        {
            ["stages", _, .. var rest] => $$"""{"stages":[{{Json(rest, value)}}]}""",
            [var last] => $$"""{"{{last}}":{{value}}}""",
            [var first, .. var rest] => $$"""{"{{first}}":{{Json(rest, value)}}}""",
            [] => value,
        };

    private static string Fails(Action act)
    {
        var error = Assert.Throws<InvalidInputException>(act);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private static IEnumerable<string> JustOutside(PropertyInfo property) =>
        Range(property) is not { } range ? ["0", "4"]
        : Whole.Contains(Type(property))
            ? [Text((Int128)Number(range.Minimum) - 1), Text((Int128)Number(range.Maximum) + 1)]
        : [Text(double.BitDecrement(Number(range.Minimum))), Text(double.BitIncrement(Number(range.Maximum)))];

    // A limit that is infinitely far away in doubles may be near in integers.
    private static bool IsWithin(PropertyInfo property, string text) =>
        Range(property) is { } range
        && Number(text) >= Number(range.Minimum)
        && Number(text) <= Number(range.Maximum)
        && !Whole.Contains(Type(property));

    private static string Text(IFormattable number) =>
        number.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture);

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static RangeAttribute? Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>();

    private static Type Type(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static bool IsNumber(PropertyInfo property) =>
        Whole.Contains(Type(property)) || Type(property) == typeof(double);

    private static IEnumerable<(string Name, PropertyInfo Property)> Keys(Type type, string path) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(p =>
                (Name: path + JsonNamingPolicy.CamelCase.ConvertName(p.Name), Property: p) switch
                {
                    { Property.PropertyType: var kind, Name: var name } when kind == typeof(IReadOnlyList<StagePlan>) =>
                        Keys(typeof(StagePlan), $"{name}.1."),
                    { Property.PropertyType: var kind, Name: var name }
                        when kind.IsClass
                            && kind.Assembly == typeof(Plan).Assembly
                            && name is not ("budget" or "network.blueprint") => Keys(kind, $"{name}."),
                    var key => [key],
                }
            );
}
