using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.People;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.ClinicalData;

/// <summary>The CSV that is filled in for an import.</summary>
internal static class ClinicalDataEndpoints
{
    public static void MapClinicalData(this IEndpointRouteBuilder study) => study.MapGet("/clinical-data/template.csv", TemplateAsync).RequireRight(Right.EditClinicalData);

    private static async Task<IResult> TemplateAsync(HttpContext http, ClinicalDataService clinicalData, CancellationToken cancellation) =>
        TypedResults.File(await clinicalData.TemplateAsync(http.StudyAccess(), cancellation), "text/csv", "clinical-data.csv");
}
