using System.Runtime.InteropServices;

namespace Accrete.Costs;

/// <summary>
/// The energy counter of the NVIDIA card of a machine that has one, through NVIDIA's management library (NVML).
/// </summary>
/// <remarks>
/// Of several cards CUDA has another order than NVML, and may be shown a part only: which one computes is not known
/// then.
/// </remarks>
internal sealed unsafe class NvmlMeter : IEnergyMeter
{
    private const double Milli = 1e-3;
    private const int Success = 0;

    private readonly nint library;
    private readonly nint card;
    private readonly ulong first;
    private bool disposed;

    private NvmlMeter(nint library, nint card, ulong first) =>
        (this.library, this.card, this.first) = (library, card, first);

    /// <inheritdoc/>
    public string Source => Machine.PowerMeters.NvmlMeterName;

    /// <summary>
    /// The meter of the card; null without NVML, with several cards, or where the card has no counter (it has one from
    /// Volta on).
    /// </summary>
    public static NvmlMeter? TryOpen()
    {
        if (!NativeLibrary.TryLoad(Machine.PowerMeters.NvmlName, out var library))
        {
            return null;
        }

        nint card;
        uint cards;
        if (
            NativeLibrary.TryGetExport(library, "nvmlInit_v2", out var init)
            && ((delegate* unmanaged<int>)init)() == Success
        )
        {
            if (
                NativeLibrary.TryGetExport(library, "nvmlDeviceGetCount_v2", out var count)
                && ((delegate* unmanaged<uint*, int>)count)(&cards) == Success
                && cards == 1
                && NativeLibrary.TryGetExport(library, "nvmlDeviceGetHandleByIndex_v2", out var find)
                && ((delegate* unmanaged<uint, nint*, int>)find)(0, &card) == Success
                && Read(library, card) is { } first
            )
            {
                return new NvmlMeter(library, card, first);
            }

            ShutDown(library);
        }

        NativeLibrary.Free(library);
        return null;
    }

    /// <inheritdoc/>
    public double? Joules() =>
        !disposed && Read(library, card) is { } now && now >= first ? (now - first) * Milli : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            ShutDown(library);
            NativeLibrary.Free(library);
        }
    }

    // Millijoules since the driver was loaded.
    private static ulong? Read(nint library, nint card)
    {
        ulong energy;
        return
            NativeLibrary.TryGetExport(library, "nvmlDeviceGetTotalEnergyConsumption", out var read)
            && ((delegate* unmanaged<nint, ulong*, int>)read)(card, &energy) == Success
            ? energy
            : null;
    }

    private static void ShutDown(nint library)
    {
        if (NativeLibrary.TryGetExport(library, "nvmlShutdown", out var end))
        {
            _ = ((delegate* unmanaged<int>)end)();
        }
    }
}
