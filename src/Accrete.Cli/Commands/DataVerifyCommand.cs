using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Datasets;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete data verify</c>: reads every image of a data set and says what is there.</summary>
internal sealed class DataVerifyCommand : Command
{
    private readonly Argument<string> set = new("NAME|PATH")
    {
        Description = "The images: a data set known by name, or a folder with a folder of images for each class.",
    };
    private readonly DataRootOption dataRoot = new();
    private readonly WholeNumberOption size = new(
        "--size",
        "The height and width to which images are brought, in pixels. [default: that of the data set; 64 for a folder]",
        1,
        4096
    );
    private readonly WholeNumberOption channels = new(
        "--channels",
        "The number of channels: 1 for grayscale, 3 for color. [default: that of the data set; 3 for a folder]",
        1,
        3
    );
    private readonly FactorOption holdout = new(
        "--holdout",
        "The share of each class that is held out for testing, where a folder has no test images of its own. "
            + "[default: 0.1]",
        0.001,
        0.9
    );
    private readonly Option<bool> skipBad = new("--skip-bad") { Description = PlanOptions.SkipBadText };
    private readonly LibTorchOption libtorch = new();
    private readonly JsonOption json = new();

    public DataVerifyCommand()
        : base("verify", "Read every image of a data set, and show its classes, counts and problems.")
    {
        Arguments.Add(set);
        foreach (var option in new Option[] { dataRoot, size, channels, holdout, skipBad, libtorch, json })
        {
            Options.Add(option);
        }

        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        Engine.Start(parsed.GetValue(libtorch), threads: null, "cpu");
        var request = new DatasetRequest
        {
            NameOrPath = parsed.GetValue(set)!,
            Root = parsed.GetValue(dataRoot),
            Size = parsed.GetValue(size),
            Channels = parsed.GetValue(channels),
            Holdout = parsed.GetValue(holdout) ?? 0.1,
            SkipBad = parsed.GetValue(skipBad),
            Seed = new Seed(1),
        };
        var document = DataVerifyDocument.Of(Verified(request, screen, stop));
        if (parsed.GetValue(json))
        {
            screen.Document(document, DataVerifyJson.Default.DataVerifyDocument);
        }
        else
        {
            DataVerifyTable.Print(document, screen.People);
        }

        return ExitStatus.Done;
    }

    // The error names the first of many.
    private static DatasetSummary Verified(DatasetRequest request, Screen screen, CancellationToken stop)
    {
        try
        {
            return DecodeBar.Show(screen, progress => DatasetCatalog.Verify(request, progress, stop));
        }
        catch (BadImagesException e) when (e.Images.Count > BadImagesException.MostNamed)
        {
            foreach (var image in e.Images)
            {
                screen.People.WriteLine($"bad: {image.Name}: {image.Problem}");
            }

            throw;
        }
    }
}
