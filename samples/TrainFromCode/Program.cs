using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Inference;
using Accrete.Storage;

// The recipe trains on images that come with Accrete; any key can be set, such as "stages.1.epochs=2".
Plan plan = Recipe.Read("default", ["seed=7", .. args.Skip(1)]);
using (var run = TrainingRun.Begin(plan, "runs/mine"))
{
    RunOutcome outcome = run.Train();
    Console.WriteLine($"{outcome.Final?.TestAccuracy:P1} of the test images after {outcome.Stages.Count} stages");
}

using Model model = Model.Load("runs/mine");
using var predictor = new Predictor(model);
Prediction prediction = predictor.Predict(args[0]);
Console.WriteLine($"{args[0]}: {prediction.Top[0].Class}, {prediction.Top[0].Confidence:P1}");
