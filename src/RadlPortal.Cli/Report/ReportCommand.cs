using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Reports;

namespace RadlPortal.Cli.Report;

/// <summary>`radl report STUDY COHORT`: a cohort's report in its machine-readable form.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var study = new Argument<string>("STUDY");
        var cohort = new Argument<string>("COHORT");
        var number = new Option<int?>("--number") { Description = "An earlier report; without it the cohort as it is now is reported" };
        var csv = new Option<bool>("--csv") { Description = "Lines of section, item, statistic, value instead of JSON" };
        var command = new Command("report", "Make a cohort's report, or print an earlier one") { study, cohort, number, csv };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            var access = await CommandLineAccess.OfAsync(session.Services, parsed.GetValue(study)!, cancellation);
            var reports = session.Services.GetRequiredService<ReportService>();
            var code = parsed.GetValue(cohort)!;
            if (parsed.GetValue(number) is not { } wanted)
            {
                var made = await reports.CreateAsync(access, code, cancellation);
                wanted = (made.Value ?? throw new VerbRefusedException(made.Refusal!.Message)).Number;
            }

            var report = await reports.FindAsync(access, code, wanted, cancellation) ?? throw new VerbRefusedException(string.Create(CultureInfo.InvariantCulture, $"Cohort {code} has no report {wanted}."));
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(parsed.GetValue(csv) ? ReportService.Csv(report) : ReportService.Json(report), cancellation);
            return VerbRunner.Done;
        });
        return command;
    }
}
