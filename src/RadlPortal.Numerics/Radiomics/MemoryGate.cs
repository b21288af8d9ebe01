namespace RadlPortal.Numerics.Radiomics;

/// <summary>Lets steps in as long as their memory fits a budget; a step that is alone is always let in.</summary>
internal sealed class MemoryGate(long budget)
{
    private readonly Lock door = new();
    private readonly SemaphoreSlim left = new(0);
    private long taken;
    private int inside;

    /// <summary>Waits until there is room; the room is given back when the result is disposed.</summary>
    public Room Enter(long bytes, CancellationToken cancellation)
    {
        while (true)
        {
            lock (door)
            {
                if (inside == 0 || taken + bytes <= budget)
                {
                    (taken, inside) = (taken + bytes, inside + 1);
                    return new Room(this, bytes);
                }
            }

            left.Wait(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    private void Leave(long bytes)
    {
        lock (door) (taken, inside) = (taken - bytes, inside - 1);
        left.Release();
    }

    /// <summary>Room taken of the budget.</summary>
    public readonly struct Room(MemoryGate gate, long bytes) : IDisposable
    {
        public void Dispose() => gate.Leave(bytes);
    }
}
