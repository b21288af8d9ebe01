using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Storage;

public static class StorageSetup
{
    /// <summary>Blobs in the folder of Storage:Folder; default ./data/blobs.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<IBlobStore>(_ => new FolderBlobStore(configuration["Storage:Folder"] ?? Path.Combine("data", "blobs")));
}
