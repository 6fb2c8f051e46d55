namespace Accrete.Extensions.Hosting;

/// <summary>Reads what somebody sends, and no more than was agreed.</summary>
internal static class BoundedStream
{
    private const int Piece = 81_920;

    /// <summary>All bytes to the end.</summary>
    /// <exception cref="InvalidInputException">Throws if there are more.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, int most, CancellationToken stop)
    {
        using var all = new MemoryStream();
        var piece = new byte[Math.Min(Piece, most)];
        int read;
        while ((read = await stream.ReadAsync(piece, stop).ConfigureAwait(false)) > 0)
        {
            if (all.Length + read > most)
            {
                throw TooLarge(most);
            }

            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }

    public static InvalidInputException TooLarge(int most) =>
        new($"the image: has more than {most} bytes; send a smaller one.");
}
