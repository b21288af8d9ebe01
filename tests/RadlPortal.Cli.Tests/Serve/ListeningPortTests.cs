using System.Net;
using System.Net.Sockets;
using RadlPortal.Cli.Serve;
using Xunit;

namespace RadlPortal.Cli.Tests.Serve;

public sealed class ListeningPortTests
{
    [Fact]
    public async Task A_port_that_another_program_has_is_refused_with_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var refused = await Assert.ThrowsAsync<VerbRefusedException>(() => ListeningPort.DemandFreeAsync(new Uri($"http://localhost:{port}"), TestContext.Current.CancellationToken));
        Assert.Contains($"Port {port} is in use", refused.Message);
        other.Stop();
        await ListeningPort.DemandFreeAsync(new Uri($"http://localhost:{port}"), TestContext.Current.CancellationToken);
    }
}
