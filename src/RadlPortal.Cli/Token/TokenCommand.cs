using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Cli.Upload;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Cli.Token;

/// <summary>`radl token --site S`: prints a bearer token with which a program uploads to and reads from DICOMweb as that site, for half an hour.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var site = new Option<string>("--site") { Required = true, Description = "The site's code" };
        var study = new Option<string?>("--study") { Description = "The study's code; needed where several studies have a site of that code" };
        var to = new Option<Uri?>("--to") { Description = "Address of the portal; without it, that of the `radl serve` of this data folder", CustomParser = PortalAddress.Parse };
        var command = new Command("token", "Print a bearer token for DICOMweb as a site's upload program") { site, study, to };
        command.SetAction(async (parsed, cancellation) =>
        {
            var portal = parsed.GetValue(to) ?? (PortalFolder.FromEnvironment().ReadRunning() is { } running ? new Uri(running.Address) : throw new VerbRefusedException("No portal runs in this data folder. Start it, or name its address with --to."));
            await using var session = await PortalSession.OpenAsync(cancellation);
            var code = parsed.GetValue(study) ?? await StudyOfAsync(session.Services, parsed.GetValue(site)!, cancellation);
            var access = await CommandLineAccess.OfAsync(session.Services, code, cancellation);
            var siteId = await CommandLineAccess.SiteAsync(session.Services, access, parsed.GetValue(site)!, cancellation);
            await using var scope = session.Services.CreateAsyncScope();
            var client = await scope.ServiceProvider.GetRequiredService<UploadClients>().RenewCommandLineClientAsync(access, siteId, cancellation);
            Console.WriteLine(await TokenAsync(portal, client.Value ?? throw new VerbRefusedException(client.Refusal!.Message), cancellation));
            return VerbRunner.Done;
        });
        return command;
    }

    private static async Task<string> StudyOfAsync(IServiceProvider services, string siteCode, CancellationToken cancellation)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellation);
        var codes = await (from s in db.Sites where s.Code == siteCode join r in db.ResearchStudies on s.ResearchStudyId equals r.Id orderby r.Code select r.Code).ToListAsync(cancellation);
        return codes switch
        {
            [var only] => only,
            [] => throw new VerbRefusedException($"No study has a site \"{siteCode}\"."),
            _ => throw new VerbRefusedException($"Several studies have a site \"{siteCode}\": say --study {string.Join(" or --study ", codes)}."),
        };
    }

    private static async Task<string> TokenAsync(Uri portal, NewUploadClient client, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = portal };
        try
        {
            using var answer = await http.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client.ClientId), new("client_secret", client.ClientSecret), new("scope", UploadClients.Scope)]), cancellation);
            if (!answer.IsSuccessStatusCode) throw new VerbRefusedException($"The portal at {portal} gave no token ({(int)answer.StatusCode}). Does it use this data folder?");
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("access_token").GetString()!;
        }
        catch (HttpRequestException unreachable)
        {
            throw new VerbRefusedException($"The portal at {portal} cannot be reached: {unreachable.Message}");
        }
    }
}
