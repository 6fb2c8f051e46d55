using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Accrete.Tests.Weaver;

/// <summary>An operation that takes numbers, on 64 twos, and the mean of what it should give.</summary>
internal sealed record NumberOperation(string Name, Func<Tensor, Tensor> Apply, double Mean)
{
    /// <summary>Every operation with a number that Accrete uses, in every form, and some more.</summary>
    public static IReadOnlyList<NumberOperation> All { get; } =
    [
        new("arange", _ => arange(4, ScalarType.Float32), 1.5),
        new("full", _ => full([64], 5.0), 5),
        new("tensor + tensor", x => x + x, 4),
        new("tensor + double", x => x + 0.5, 2.5),
        new("tensor + int", x => x + 3, 5),
        new("tensor + long", x => x + 3L, 5),
        new("double + tensor", x => 0.5 + x, 2.5),
        new("tensor - double", x => x - 0.5, 1.5),
        new("tensor - int", x => x - 3, -1),
        new("tensor - float", x => x - 0.25f, 1.75),
        new("double - tensor", x => 0.5 - x, -1.5),
        new("int - tensor", x => 3 - x, 1),
        new("tensor * double", x => x * 0.5, 1),
        new("tensor * int", x => x * 3, 6),
        new("tensor * long", x => x * 3L, 6),
        new("double * tensor", x => 0.5 * x, 1),
        new("int * tensor", x => 3 * x, 6),
        new("tensor / double", x => x / 0.5, 4),
        new("tensor / int", x => x / 4, 0.5),
        new("tensor / long", x => x / 4L, 0.5),
        new("tensor / float", x => x / 0.25f, 8),
        new("double / tensor", x => 5.0 / x, 2.5),
        new("add_", x => x.clone().add_(x), 4),
        new("add with alpha", x => x.add(x, 0.25), 2.5),
        new("mul_", x => x.clone().mul_(0.5), 1),
        new("clamp", x => x.clamp(-1.0, 1.5), 1.5),
        new("clamp, one bound", x => x.clamp(min: 2.5), 2.5),
        new("pow", x => x.pow(3), 8),
        new("pow_", x => x.clone().pow_(2.0), 4),
        new("square", x => x.square(), 4),
        new("lerp", x => x.lerp(x.neg(), 0.25), 1),
        new("addcmul", x => x.addcmul(x, x, 0.5), 4),
        new("addcdiv", x => x.addcdiv(x, x, 0.5), 2.5),
        new("eq", x => x.eq(2), 1),
        new("ge", x => x.ge(2.0), 1),
        new("le", x => x.le(1.5), 0),
        new("tensor > number", x => x > 1.5, 1),
        new("tensor < number", x => x < 1.5, 0),
        new("tensor <= number", x => x <= 2.0, 1),
        new("masked_fill", x => x.masked_fill(x > 0.0, 7.0), 7),
        new("index_add_", x => x.clone().index_add_(0, arange(64, ScalarType.Int64), x, 0.5), 3),
        new("a module's making", x => new Identity().call(x), 2),
        // One step of 0.1 along a gradient of 1 and half the weight, then one with nine tenths of the first added.
        new(
            "SGD",
            _ => Steps(2, p => optim.SGD([new SGD.ParamGroup([p], lr: 0.1, weight_decay: 0.5, momentum: 0.9)], 0.1)),
            0.5725
        ),
        new(
            "AdamW",
            _ => Steps(1, p => optim.AdamW([new AdamW.ParamGroup([p], lr: 0.1, weight_decay: 0.01)], 0.1)),
            0.899
        ),
        new("Adam", _ => Steps(1, p => optim.Adam([p], 0.1)), 0.9),
    ];

    /// <summary>Ten operations in a row, which failed in one of 9,000 rounds with TorchSharp as published.</summary>
    public static NumberOperation TenInARow { get; } =
        new(
            "ten in a row",
            x =>
            {
                using var fives = full([64], 5.0);
                // 2 x 2 + 1 = 5, at most 4, squared 16, less 1 is 15, a third 5, and half of 5 makes 7.5.
                using var sum = (((x * 2.0) + 1.0).clamp(0.0, 4.0).pow(2.0) - 1.0).div(3.0).add(fives, 0.5);
                using var between = sum.lerp(fives, 0.25);
                return where(between > 6.0, sum, fives);
            },
            7.5
        );

    /// <summary>The mean of all elements of a result, read without a native call.</summary>
    public static double MeanOf(Tensor result)
    {
        var sum = 0.0;
        if (result.dtype == ScalarType.Bool)
        {
            foreach (var element in result.bytes)
            {
                sum += element;
            }
        }
        else
        {
            foreach (var element in MemoryMarshal.Cast<byte, float>(result.bytes))
            {
                sum += element;
            }
        }

        return sum / result.NumberOfElements;
    }

    private static Tensor Steps(int count, Func<Parameter, optim.Optimizer> rule)
    {
        using var weights = new Parameter(ones(64));
        weights.grad = ones(64);
        using var optimizer = rule(weights);
        for (var step = 0; step < count; step++)
        {
            optimizer.step();
        }

        return weights.detach().clone();
    }

    private sealed class Identity : nn.Module<Tensor, Tensor>
    {
        public Identity()
            : base(nameof(Identity)) { }

        public override Tensor forward(Tensor input) => input.alias();
    }
}
