using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Imaging;

namespace RadlPortal.Core.Uploads;

public static class UploadsSetup
{
    public static IServiceCollection AddUploads(this IServiceCollection services) => services
        .AddSingleton<SeriesLoader>().AddSingleton<InstanceStore>().AddSingleton<UploadFinisher>().AddSingleton<UploadService>().AddSingleton<QuarantineService>()
        .AddSingleton<QuarantineDecisions>().AddSingleton<QuarantineExpiryJob>();
}
