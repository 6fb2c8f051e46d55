namespace Accrete.Extensions.Hosting;

/// <summary>How a model is served.</summary>
public sealed class AccreteModelOptions
{
    /// <summary>
    /// The model file (<c>.safetensors</c>), or the folder of a run; for <see cref="MutualInference"/> the folder.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>Where it computes: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>How many images are classified at the same time; as many as there are processors at first.</summary>
    public int Concurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// How many threads compute one image. One is best where <see cref="Concurrency"/> keeps all processors busy; more
    /// answer sooner where requests are rare.
    /// </summary>
    public int Threads { get; set; } = 1;

    /// <summary>
    /// Whether all networks of the run are asked, and predictions say how suspicious the image is; <c>accrete
    /// detect</c> makes a run ready for it.
    /// </summary>
    public bool MutualInference { get; set; }

    /// <summary>How many of the likeliest classes a prediction names.</summary>
    public int Top { get; set; } = 5;

    /// <summary>The largest image that is taken, in bytes of its file.</summary>
    public int MaxImageBytes { get; set; } = 16 << 20;

    /// <summary>Whether a new model file takes the place of the old one while the program runs.</summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// How often the file is looked at. A change is taken up when the file is the same twice in a row, so that one that
    /// is being written is left alone.
    /// </summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(2);
}
