namespace Accrete.Datasets.Sources;

/// <summary>Checks label bytes against the number of classes.</summary>
internal static class LabelRange
{
    public static int[] Check(IReadOnlyList<byte> labels, int classes, string name)
    {
        var result = new int[labels.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Check(labels[i], i, classes, name);
        }

        return result;
    }

    public static int Check(byte label, int index, int classes, string name) =>
        label < classes
            ? label
            : throw new InvalidInputException(
                $"{name}: label {label} of image {index} is out of range, the set has "
                    + $"{Counted.Of(classes, "class")} (0 to {classes - 1}); get it again."
            );
}
