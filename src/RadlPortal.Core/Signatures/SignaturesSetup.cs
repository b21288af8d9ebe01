using Microsoft.Extensions.DependencyInjection;

namespace RadlPortal.Core.Signatures;

public static class SignaturesSetup
{
    public static IServiceCollection AddSignatures(this IServiceCollection services) => services.AddSingleton<SignatureService>();
}
