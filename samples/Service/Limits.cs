namespace Service;

/// <summary>What one request may take.</summary>
internal sealed class Limits
{
    /// <summary>How many requests may wait.</summary>
    public int Waiting { get; set; } = 64;

    /// <summary>After how many seconds a request is given up.</summary>
    public int Seconds { get; set; } = 10;
}
