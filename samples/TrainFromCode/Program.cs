using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Storage;
using Accrete.Training;

// The recipe trains on images that come with Accrete; any key can be set, such as "stages.1.epochs=2".
Plan plan = Recipe.Read("default", ["seed=7", .. args.Skip(1)]);
using (var run = TrainingRun.Begin(plan, "runs/mine"))
{
    RunOutcome outcome = run.Train();
    Console.WriteLine($"{outcome.Final?.TestAccuracy:P1} of the test images after {outcome.Stages.Count} stages");
}

Model model = ModelFile.Read("runs/mine/model.safetensors");
Prediction prediction = new Predictor(model).Predict([args[0]]).Single();
Console.WriteLine($"{args[0]}: {prediction.Top[0].Class}, {prediction.Top[0].Confidence:P1}");
