using Accrete.Datasets;
using Accrete.Machine;

namespace Accrete.Cli.Commands;

/// <summary>
/// Which named data sets are here, as a finding of <c>accrete doctor</c>; a missing one is no failure.
/// </summary>
internal static class DataFinding
{
    public static Finding Of(string? root)
    {
        var sets = DatasetCatalog.List(root);
        var found = sets.Where(s => s.Found is not null).Select(s => s.Name).ToArray();
        var value = root is null ? string.Join(", ", found) : $"{string.Join(", ", found)}; looked in {root}";
        return found.Length == sets.Count || root is not null && found.Length > 1
            ? Finding.Good("data sets", value)
            : Finding.Note(
                "data sets",
                value,
                $"For more, name their folder with --data-root DIR or {DatasetCatalog.RootVariable}=DIR; "
                    + $"'{CommandHint.Of("data", "list")}' shows how it is laid out."
            );
    }
}
