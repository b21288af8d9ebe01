using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Imaging;

/// <summary>DICOMweb (PS3.18) of a research study.</summary>
internal static class DicomWebEndpoints
{
    /// <summary>The services' root, /dicomweb/{study}.</summary>
    public static void MapDicomWeb(this IEndpointRouteBuilder app) => app.MapGroup("/dicomweb/{study}").MapServices();

    /// <summary>The same below the study's pages, where the reading room looks.</summary>
    public static void MapDicomWebOfStudy(this IEndpointRouteBuilder study) => study.MapGroup("/dicomweb").MapServices();

    /// <summary>Address of the services as the client reaches them.</summary>
    public static string Root(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{InstanceMetadata.DicomWebRoot(http.StudyAccess().StudyCode)}";

    /// <summary>What is read can be asked for its head, too.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder web, string pattern, Delegate handler) => web.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);

    private static void MapServices(this IEndpointRouteBuilder root)
    {
        var read = root.MapGroup("").RequireRight(Right.ViewImages);
        read.MapQido();
        read.MapWado();
        read.MapRendered();
        root.MapStow();
    }
}
