using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Machine;
using Accrete.Storage;
using Accrete.Training;

LibTorch.Load();

// The recipe trains on images that come with Accrete; any key can be set, such as "stages.1.epochs=2".
Plan plan = Recipe.Read("default", ["seed=7", .. args.Skip(1)]).Resolve();
using Dataset data = DatasetCatalog.Open(new DatasetRequest { NameOrPath = "sample" });
using (var run = RunFolder.Create("runs/mine", plan))
{
    RunOutcome outcome = new CumulativeTraining(plan, data, run).Run();
    Console.WriteLine($"{outcome.Final?.TestAccuracy:P1} of the test images after {outcome.Stages.Count} stages");
}

Model model = ModelFile.Read("runs/mine/model.safetensors");
Prediction prediction = new Predictor(model).Predict([args[0]]).Single();
Console.WriteLine($"{args[0]}: {prediction.Top[0].Class}, {prediction.Top[0].Confidence:P1}");
