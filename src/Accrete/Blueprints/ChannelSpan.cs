namespace Accrete.Blueprints;

/// <summary>A run of neighbouring positions on a tensor axis that belongs to one channel group.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Channels">How many channels of it.</param>
/// <param name="Block">How many neighbouring positions each channel takes: 1, or H x W behind a flatten.</param>
internal readonly record struct ChannelSpan(string Group, int Channels, int Block);
