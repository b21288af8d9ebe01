using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.People;

public static class PeopleSetup
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddIdentityCore<Person>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = 12;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddEntityFrameworkStores<PortalDb>()
            .AddDefaultTokenProviders();
        services.AddDataProtection().SetApplicationName("RadlPortal").PersistKeysToDbContext<PortalDb>();
        services.AddMemoryCache();
        services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<PortalDb>().ReplaceDefaultEntities<Guid>());
        return services.AddScoped<UploadClients>().AddScoped<PeopleService>().AddScoped<PasswordCheck>().AddSingleton<StudyAccessService>();
    }
}
