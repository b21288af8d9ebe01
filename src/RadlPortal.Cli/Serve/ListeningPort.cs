using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RadlPortal.Cli.Serve;

/// <summary>The port on which the web answers.</summary>
internal static class ListeningPort
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Refuses with a sentence when another program has the port of the address on this machine.</summary>
    public static async Task DemandFreeAsync(Uri address, CancellationToken cancellation)
    {
        // A web that died a moment ago may still hold it.
        for (var waited = TimeSpan.Zero; !IsFree(address.Port); waited += TimeSpan.FromMilliseconds(250))
        {
            if (waited >= Patience)
                throw new VerbRefusedException(string.Create(CultureInfo.InvariantCulture, $"Port {address.Port} is in use by another program, perhaps another portal. Stop it, or choose another port: PORT={(address.Port < 65000 ? address.Port + 1 : 5081)} ./run.sh"));
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellation);
        }
    }

    private static bool IsFree(int port) => new[] { IPAddress.Loopback, IPAddress.IPv6Loopback }.All(loopback => IsFree(loopback, port));

    private static bool IsFree(IPAddress loopback, int port)
    {
        using var socket = new Socket(loopback.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(loopback, port));
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // This machine has no such address (IPv6 switched off), or the port is privileged: the web itself will say.
            return true;
        }
    }
}
