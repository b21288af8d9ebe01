using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Web.Shell;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Radiomics;

/// <summary>A cohort's features and their stability as CSV.</summary>
internal static class FeatureTableEndpoints
{
    public static void MapFeatureTables(this IEndpointRouteBuilder study)
    {
        var cohort = study.MapGroup("/cohorts/{code}").RequireRight(Right.ViewAllVois);
        cohort.MapGet("/features.csv", async (HttpContext http, string code, CohortFeatureService features, CancellationToken cancellation) =>
            Send(await features.CsvAsync(http.StudyAccess(), code, cancellation), http, code, "features"));
        cohort.MapGet("/stability.csv", async (HttpContext http, string code, CohortFeatureService features, CancellationToken cancellation) =>
            Send(await features.StabilityCsvAsync(http.StudyAccess(), code, cancellation), http, code, "stability"));
    }

    private static IResult Send(byte[]? csv, HttpContext http, string code, string what) =>
        csv is null ? TypedResults.NotFound() : TypedResults.File(csv, "text/csv", $"{http.StudyAccess().StudyCode}-{code}-{what}.csv");
}
