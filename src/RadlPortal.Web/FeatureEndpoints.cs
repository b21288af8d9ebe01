using RadlPortal.Web.ClinicalData;
using RadlPortal.Web.Cohorts;
using RadlPortal.Web.Imaging;
using RadlPortal.Web.Radiomics;
using RadlPortal.Web.Reads;
using RadlPortal.Web.Reports;
using RadlPortal.Web.Uploads;

namespace RadlPortal.Web;

/// <summary>Every feature's endpoints, in one place.</summary>
internal static class FeatureEndpoints
{
    public static void MapFeatures(this IEndpointRouteBuilder app)
    {
        var study = app.MapGroup("/studies/{study}");
        study.MapUploads();
        study.MapQuarantine();
        study.MapDicomWebOfStudy();
        app.MapDicomWeb();
        study.MapReads();
        study.MapAdjudications();
        study.MapReports();
        study.MapCohorts();
        study.MapClinicalData();
        study.MapSelfTest();
        study.MapFeatureTables();
    }
}
