namespace RadlPortal.Web;

/// <summary>Every feature's endpoints, in one place.</summary>
internal static class FeatureEndpoints
{
    public static void MapFeatures(this IEndpointRouteBuilder app)
    {
    }
}
