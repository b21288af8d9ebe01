using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Cohorts;

/// <summary>A cohort's scores as CSV.</summary>
internal static class CohortEndpoints
{
    public static void MapCohorts(this IEndpointRouteBuilder study) => study.MapGet("/cohorts/{code}/scores.csv", ScoresAsync).RequireRight(Right.ViewScores);

    private static async Task<IResult> ScoresAsync(HttpContext http, string code, CohortService cohorts, CancellationToken cancellation) =>
        await cohorts.ScoresCsvAsync(http.StudyAccess(), code, cancellation) is { } csv ? TypedResults.File(csv, "text/csv", $"scores-{code}.csv") : TypedResults.NotFound();
}
