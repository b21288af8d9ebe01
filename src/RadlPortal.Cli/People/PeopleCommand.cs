using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;

namespace RadlPortal.Cli.People;

/// <summary>`radl people`: the first administrator, and members of research studies.</summary>
internal static class PeopleCommand
{
    public static Command Create() => new("people", "Portal administrators and the members of research studies")
    {
        AddAdministrator(),
        AddMember(),
        ResetPassword(),
    };

    private static Command AddAdministrator()
    {
        var email = new Argument<string>("EMAIL");
        var name = new Option<string>("--name") { Description = "Shown to colleagues and in the audit", DefaultValueFactory = _ => "Portal administrator" };
        var password = new Option<bool>("--password-stdin") { Description = "Read the password from standard input; without it a temporary one is made and printed" };
        var command = new Command("add-administrator", "Make a portal administrator: creates studies and people") { email, name, password };
        command.SetAction(async (parsed, cancellation) =>
        {
            var given = parsed.GetValue(password) ? await Console.In.ReadLineAsync(cancellation) : null;
            await using var session = await PortalSession.OpenAsync(cancellation);
            await using var scope = session.Services.CreateAsyncScope();
            var added = await scope.ServiceProvider.GetRequiredService<PeopleService>().AddPortalAdministratorAsync(parsed.GetValue(email)!, parsed.GetValue(name)!, given);
            return Tell(added.Succeeded ? added.Value : throw new VerbRefusedException(added.Refusal.Message), parsed.GetValue(email)!);
        });
        return command;
    }

    private static Command AddMember()
    {
        var study = new Argument<string>("STUDY") { Description = "The study's code" };
        var email = new Argument<string>("EMAIL");
        var name = new Option<string>("--name") { Description = "Name of a new account", DefaultValueFactory = _ => "" };
        var role = new Option<StudyRole>("--role") { Required = true, Description = "SiteCoordinator, Radiologist, PrincipalInvestigator or Administrator" };
        var site = new Option<string?>("--site") { Description = "The site's code, for a site coordinator" };
        var command = new Command("add", "Make a person a member of a research study") { study, email, name, role, site };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            await using var scope = session.Services.CreateAsyncScope();
            var access = await CommandLineAccess.OfAsync(scope.ServiceProvider, parsed.GetValue(study)!, cancellation);
            var siteId = parsed.GetValue(site) is { } code ? await CommandLineAccess.SiteAsync(scope.ServiceProvider, access, code, cancellation) : (Guid?)null;
            var added = await scope.ServiceProvider.GetRequiredService<PeopleService>()
                .AddMemberAsync(access, parsed.GetValue(email)!, parsed.GetValue(name)!, parsed.GetValue(role), siteId, cancellation);
            return Tell(added.Succeeded ? added.Value : throw new VerbRefusedException(added.Refusal.Message), parsed.GetValue(email)!);
        });
        return command;
    }

    private static Command ResetPassword()
    {
        var email = new Argument<string>("EMAIL");
        var command = new Command("reset-password", "Give a person a temporary password, which is printed; the old one ends at once") { email };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await PortalSession.OpenAsync(cancellation);
            await using var scope = session.Services.CreateAsyncScope();
            var reset = await scope.ServiceProvider.GetRequiredService<PeopleService>().ResetPasswordAsync(parsed.GetValue(email)!, cancellation);
            return Tell(reset.Succeeded ? reset.Value : throw new VerbRefusedException(reset.Refusal.Message), parsed.GetValue(email)!);
        });
        return command;
    }

    private static int Tell(AddedMember added, string email)
    {
        Console.WriteLine(added.TemporaryPassword is null ? email : $"{email}\t{added.TemporaryPassword}");
        if (added.TemporaryPassword is not null) Console.Error.WriteLine("The temporary password must be changed at the first sign-in.");
        return VerbRunner.Done;
    }
}
