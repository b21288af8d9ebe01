using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Imaging;

/// <summary>The portal listening on a port, for programs that are not this one.</summary>
public sealed class ListeningPortal : IAsyncLifetime
{
    private readonly PortalHost host = new(isListening: true);

    public string Folder { get; } = Directory.CreateTempSubdirectory("radl-clients-").FullName;

    public string Address => host.Address;

    public async ValueTask InitializeAsync() => await host.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A bearer token of site north.</summary>
    public async Task<string> TokenAsync()
    {
        using var program = await host.UploadProgramAsync(host.NorthSite);
        return program.DefaultRequestHeaders.Authorization!.Parameter!;
    }
}
