using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Accrete.Blueprints;

namespace Accrete.Cumulative.Plans;

/// <summary>Checks the values of a plan against the limits that its properties declare.</summary>
internal static class PlanLimits
{
    /// <summary>Passes a plan whose values are all within their limits.</summary>
    /// <exception cref="InvalidInputException">Throws if one is not; its key is named.</exception>
    public static void Check(Plan plan, string source) => Check(plan, "", source);

    /// <summary>
    /// What the number of a key must be, for an error about one that its type does not hold; null where the key wants
    /// no number.
    /// </summary>
    public static string? Wanted(string key)
    {
        var (type, limit) = (typeof(Plan), (ValidationAttribute?)null);
        foreach (var part in key.Split('.'))
        {
            if (type.IsGenericType)
            {
                // A place in a list.
                type = type.GetGenericArguments()[0];
            }
            else if (
                type.GetProperties().FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == part) is
                { } property
            )
            {
                type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                limit = property
                    .GetCustomAttributes<ValidationAttribute>()
                    .FirstOrDefault(a => a is RangeAttribute or AllowedValuesAttribute);
            }
        }

        return limit is null ? null
            : type == typeof(int) || type == typeof(long) ? $"a whole number, {Text(limit)}"
            : type == typeof(double) ? Text(limit)
            : null;
    }

    private static void Check(object part, string path, string source)
    {
        foreach (var property in part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(part);
            foreach (var limit in property.GetCustomAttributes<ValidationAttribute>().Where(l => !Holds(l, value)))
            {
                throw new InvalidInputException($"{source}: {key} is {Text(value)}, but must be {Text(limit)}.");
            }

            if (value is double and not 0 && Math.Abs((double)value) < AskedNumber.Least)
            {
                throw new InvalidInputException(
                    $"{source}: {key} is {Text(value)}, but must be at least "
                        + $"{AskedNumber.Text(AskedNumber.Least)} where it is not 0."
                );
            }

            // JSON takes any number for a name.
            if (value is Enum choice && !Enum.IsDefined(choice.GetType(), choice))
            {
                throw new InvalidInputException(
                    $"{source}: {key} is {choice}, but must be one of its names; "
                        + $"'{CommandHint.Of("plan", "--keys")}' lists them."
                );
            }

            if (value is IEnumerable list and not string)
            {
                var at = 1;
                foreach (var item in list)
                {
                    Check(item, $"{key}.{at++}.", source);
                }
            }
            // A blueprint has checked itself.
            else if (
                value is not null and not Blueprint
                && property.PropertyType.Namespace?.StartsWith(nameof(Accrete), StringComparison.Ordinal) == true
                && !property.PropertyType.IsEnum
            )
            {
                Check(value, $"{key}.", source);
            }
        }
    }

    // The attribute itself would turn the number into the type of its limits: between whole limits 1.49 would count as
    // 1.
    private static bool Holds(ValidationAttribute limit, object? value) =>
        (limit, value) switch
        {
            (RangeAttribute, null) => true,
            (RangeAttribute, IEnumerable numbers) => numbers.Cast<object>().All(n => Holds(limit, n)),
            (RangeAttribute range, _) => Number(value) is var number
                && number >= Number(range.Minimum)
                && number <= Number(range.Maximum),
            _ => limit.IsValid(value),
        };

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Text(object? value) =>
        value switch
        {
            null => "missing",
            double number => AskedNumber.Text(number),
            string text => $"'{GivenText.Shown(text)}'",
            ICollection { Count: 0 } => "empty",
            IEnumerable<long> numbers => $"[{GivenText.Shown(string.Join(", ", numbers))}]",
            ICollection { Count: var count } => $"a list of {count}",
            RangeAttribute range =>
                $"from {AskedNumber.Text(Number(range.Minimum))} to {AskedNumber.Text(Number(range.Maximum))}",
            AllowedValuesAttribute allowed => string.Join(" or ", allowed.Values.Where(v => v is not null)),
            RegularExpressionAttribute pattern => $"of the form {pattern.Pattern}",
            MinLengthAttribute => "given",
            MaxLengthAttribute most => $"a list of at most {most.Length}",
            _ => FormattableString.Invariant($"{value}"),
        };
}
