using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Database;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;

namespace RadlPortal.Cli.Study;

/// <summary>`radl study`: research studies, their sites and subject codes.</summary>
internal static class StudyCommand
{
    public static Command Create() => new("study", "Research studies, their sites and subject codes")
    {
        List(),
        CreateStudy(),
        AddSite(),
        AddSubjects(),
    };

    private static Command List()
    {
        var command = new Command("list", "List the research studies: code, tab, title");
        command.SetAction(async (_, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            await using var db = await session.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation);
            await foreach (var study in db.ResearchStudies.AsNoTracking().OrderBy(s => s.Code).AsAsyncEnumerable().WithCancellation(cancellation))
                Console.WriteLine($"{study.Code}\t{study.Title}");
            return VerbRunner.Done;
        });
        return command;
    }

    private static Command CreateStudy()
    {
        var code = new Argument<string>("CODE");
        var title = new Argument<string>("TITLE");
        var owner = new Option<string>("--administrator") { Required = true, Description = "E-mail address of the portal administrator who owns it" };
        var command = new Command("create", "Create a research study") { code, title, owner };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            Guid person;
            await using (var db = await session.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation))
            {
                var email = parsed.GetValue(owner)!.ToUpperInvariant();
                person = (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancellation)
                    ?? throw new VerbRefusedException($"There is no account {parsed.GetValue(owner)}. `radl people add-administrator` makes one.")).Id;
            }

            var created = await session.Services.GetRequiredService<ResearchStudyService>().CreateAsync(person, parsed.GetValue(code)!, parsed.GetValue(title)!, isSynthetic: false, cancellation);
            Console.WriteLine((created.Value ?? throw new VerbRefusedException(created.Refusal!.Message)).Code);
            return VerbRunner.Done;
        });
        return command;
    }

    private static Command AddSite()
    {
        var study = new Argument<string>("STUDY");
        var code = new Argument<string>("CODE");
        var name = new Argument<string>("NAME");
        var command = new Command("add-site", "Add a site to a research study") { study, code, name };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            var access = await CommandLineAccess.OfAsync(session.Services, parsed.GetValue(study)!, cancellation);
            var added = await session.Services.GetRequiredService<SiteService>().AddAsync(access, parsed.GetValue(code)!, parsed.GetValue(name)!, cancellation);
            Console.WriteLine((added.Value ?? throw new VerbRefusedException(added.Refusal!.Message)).Code);
            return VerbRunner.Done;
        });
        return command;
    }

    private static Command AddSubjects()
    {
        var study = new Argument<string>("STUDY");
        var site = new Argument<string>("SITE");
        var codes = new Argument<string[]>("CODES") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("add-subjects", "Register subject codes at a site") { study, site, codes };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            var access = await CommandLineAccess.OfAsync(session.Services, parsed.GetValue(study)!, cancellation);
            var siteId = await CommandLineAccess.SiteAsync(session.Services, access, parsed.GetValue(site)!, cancellation);
            var registered = await session.Services.GetRequiredService<SiteService>().RegisterSubjectsAsync(access, siteId, parsed.GetValue(codes)!, cancellation);
            Console.WriteLine((registered.Value ?? throw new VerbRefusedException(registered.Refusal!.Message)).Added);
            return VerbRunner.Done;
        });
        return command;
    }
}
