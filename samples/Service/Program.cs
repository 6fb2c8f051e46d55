using Accrete;
using Accrete.Extensions.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using OpenTelemetry;
using Service;

var builder = WebApplication.CreateBuilder(args);
var limits = builder.Configuration.GetSection("Limits").Get<Limits>() ?? new Limits();
var model = builder.Configuration.GetSection("Model").Get<AccreteModelOptions>() ?? new AccreteModelOptions();

builder.Services.AddAccreteModel().BindConfiguration("Model");
builder.Services.AddHealthChecks().AddAccreteModel();
builder.Services.AddProblemDetails();
builder.Services.AddRequestTimeouts(o =>
    o.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(limits.Seconds), TimeoutStatusCode = 504 }
);

// Who waits behind many others is told to come again, before his image is read.
builder.Services.AddRateLimiter(o =>
{
    o.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
    o.AddConcurrencyLimiter("classify", c => c.PermitLimit = model.Concurrency + limits.Waiting);
});
builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = model.MaxImageBytes);

// OTEL_EXPORTER_OTLP_ENDPOINT says where metrics go.
var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter(AccreteMeter.Name));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    telemetry.UseOtlpExporter();
}

var app = builder.Build();
app.UseExceptionHandler(
    new ExceptionHandlerOptions
    {
        // A body that is too large or too slow is the client's fault.
        StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : 500,
    }
);
app.UseStatusCodePages();
app.UseRequestTimeouts();
app.UseRateLimiter();
app.MapHealthChecks("/health").DisableRequestTimeout();
app.MapGet("/classes", (IAccreteModel served) => served.Classes);
app.MapPost("/classify", Classify).RequireRateLimiting("classify");
app.Run();

// The body is the image file: curl --data-binary @picture.png http://localhost:5000/classify
static async Task<Results<Ok<Answer>, ProblemHttpResult>> Classify(
    HttpRequest request,
    IAccreteModel served,
    CancellationToken stopped
)
{
    try
    {
        return TypedResults.Ok(Answer.Of(await served.PredictAsync(request.Body, stopped)));
    }
    catch (InvalidInputException e)
    {
        return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
    }
}
