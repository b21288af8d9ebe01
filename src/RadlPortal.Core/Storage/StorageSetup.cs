using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Storage;

public static class StorageSetup
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>Blobs in the folder of Storage:Folder, default ./data/blobs; a journal of Storage:JournalMegabytes, default 128, is made when the first upload needs it (0 = none).</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var megabytes = configuration.GetValue("Storage:JournalMegabytes", OperatingSystem.IsLinux() ? 128 : 0);
        if (megabytes is < 0 or > 16 * 1024) throw new InvalidOperationException("Storage:JournalMegabytes must be 0 to 16384.");
        return services.AddSingleton<IBlobStore>(_ => new FolderBlobStore(configuration["Storage:Folder"] ?? Path.Combine("data", "blobs"), (long)megabytes * Megabyte));
    }
}
