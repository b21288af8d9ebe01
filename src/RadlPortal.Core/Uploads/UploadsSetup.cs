using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Imaging;

namespace RadlPortal.Core.Uploads;

public static class UploadsSetup
{
    public static IServiceCollection AddUploads(this IServiceCollection services) => services
        .AddSingleton<StoredObjects>().AddSingleton<FrameRenderer>().AddSingleton<SeriesLoader>().AddSingleton<SeriesMetadataStore>().AddSingleton<SeriesExaminer>().AddSingleton<ImagingCatalog>().AddSingleton<ImagingSearch>()
        .AddSingleton<InstancePlaces>().AddSingleton<InstanceCommitter>().AddSingleton<InstanceStore>()
        .AddSingleton<UploadFinisher>().AddSingleton<UploadService>().AddSingleton<QuarantineService>()
        .AddSingleton<QuarantineDecisions>().AddSingleton<QuarantineExpiryJob>();
}
