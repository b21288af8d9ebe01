using System.Text;
using RadlPortal.Core.People;
using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Radiomics;

/// <summary>The self-test's values as CSV.</summary>
internal static class SelfTestEndpoints
{
    public static void MapSelfTest(this IEndpointRouteBuilder study) => study.MapGet("/features/self-test.csv", Csv).RequireRight(Right.ViewSelfTest);

    private static IResult Csv(CancellationToken cancellation)
    {
        var csv = new StringBuilder("# For research use only. Reference values: Image Biomarker Standardisation Initiative, CC BY 4.0.\n").Append(IbsiCheckCsv.Header).Append('\n');
        foreach (var check in IbsiSelfTest.Digital(cancellation)) csv.Append(IbsiCheckCsv.Line(check)).Append('\n');
        return TypedResults.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv", "ibsi-self-test.csv");
    }
}
