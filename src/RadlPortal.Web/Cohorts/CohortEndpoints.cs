using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Cohorts;

/// <summary>A cohort's scores, and its readers' agreement, as CSV.</summary>
internal static class CohortEndpoints
{
    public static void MapCohorts(this IEndpointRouteBuilder study)
    {
        study.MapGet("/cohorts/{code}/scores.csv", ScoresAsync).RequireRight(Right.ViewScores);
        study.MapGet("/cohorts/{code}/agreement.csv", AgreementAsync).RequireRight(Right.ViewAllVois);
    }

    private static async Task<IResult> ScoresAsync(HttpContext http, string code, CohortService cohorts, CancellationToken cancellation) =>
        await cohorts.ScoresCsvAsync(http.StudyAccess(), code, cancellation) is { } csv ? TypedResults.File(csv, "text/csv", $"scores-{code}.csv") : TypedResults.NotFound();

    private static async Task<IResult> AgreementAsync(HttpContext http, string code, CohortAgreementService agreement, CancellationToken cancellation) =>
        await agreement.CsvAsync(http.StudyAccess(), code, cancellation) is { } csv ? TypedResults.File(csv, "text/csv", $"{http.StudyAccess().StudyCode}-{code}-agreement.csv") : TypedResults.NotFound();
}
