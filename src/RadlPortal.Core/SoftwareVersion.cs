using System.Reflection;

namespace RadlPortal.Core;

/// <summary>The build that computed a figure: version and, where the build knows it, the commit.</summary>
public static class SoftwareVersion
{
    public static string Current { get; } =
        typeof(SoftwareVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? typeof(SoftwareVersion).Assembly.GetName().Version!.ToString();
}
