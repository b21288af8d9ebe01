using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RadlPortal.Core.People;

/// <summary>The secret is shown once and not kept.</summary>
public sealed record NewUploadClient(string ClientId, string ClientSecret);

/// <param name="LastUsed">When it last got a token; null = never.</param>
public sealed record UploadClient(string ClientId, string Site, DateTime? LastUsed);

/// <summary>A site's programs that upload without a person (<c>radl upload</c>): OAuth clients bound to one site.</summary>
public sealed class UploadClients(IOpenIddictApplicationManager applications, PortalDb db, StudyAccessService studies, AuditLog audit)
{
    public const string Scope = "upload";
    private const string SiteProperty = "radl:site";

    public async Task<Outcome<NewUploadClient>> AddAsync(StudyAccess access, Guid siteId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var site = await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == siteId && s.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (site is null) return ResearchStudyRefusals.NoSuchSite;
        var id = $"{access.StudyCode}.{site.Code}.{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        return await AddAsync(access, site, id, cancellation);
    }

    /// <summary>The site's client of the command line, with a new secret; tokens that it has got stay good.</summary>
    public async Task<Outcome<NewUploadClient>> RenewCommandLineClientAsync(StudyAccess access, Guid siteId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var site = await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == siteId && s.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (site is null) return ResearchStudyRefusals.NoSuchSite;
        var id = $"{access.StudyCode}.{site.Code}.command-line";
        if (await applications.FindByClientIdAsync(id, cancellation) is not { } before) return await AddAsync(access, site, id, cancellation);
        var secret = NewSecret();
        await applications.UpdateAsync(before, secret, cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "renewed", "UploadClient", id, new { site = site.Code });
        await db.SaveChangesAsync(cancellation);
        return new NewUploadClient(id, secret);
    }

    /// <summary>The site for which a client uploads and the client's own id; null if it is no upload client.</summary>
    public async Task<(Guid Client, Guid Site)?> FindAsync(string clientId, CancellationToken cancellation)
    {
        if (await applications.FindByClientIdAsync(clientId, cancellation) is not OpenIddictEntityFrameworkCoreApplication<Guid> application) return null;
        var properties = await applications.GetPropertiesAsync(application, cancellation);
        return properties.TryGetValue(SiteProperty, out var site) ? (application.Id, site.GetGuid()) : null;
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private async Task<NewUploadClient> AddAsync(StudyAccess access, Site site, string id, CancellationToken cancellation)
    {
        var secret = NewSecret();
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = id,
            ClientSecret = secret,
            ClientType = ClientTypes.Confidential,
            DisplayName = $"Upload from {site.Name}",
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Scope },
            Properties = { [SiteProperty] = JsonSerializer.SerializeToElement(site.Id) },
        };
        await applications.CreateAsync(descriptor, cancellation);
        audit.Add(db, access.PersonId, access.ResearchStudyId, "created", "UploadClient", id, new { site = site.Code });
        await db.SaveChangesAsync(cancellation);
        return new NewUploadClient(id, secret);
    }

    public async Task<IReadOnlyList<UploadClient>> ListAsync(StudyAccess access, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var sites = await db.Sites.AsNoTracking().Where(s => s.ResearchStudyId == access.ResearchStudyId).ToDictionaryAsync(s => s.Id, s => s.Code, cancellation);
        var tokens = db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>();
        var known = await db.Set<OpenIddictEntityFrameworkCoreApplication<Guid>>().AsNoTracking().Where(a => a.ClientId!.StartsWith(access.StudyCode + "."))
            .Select(a => new { a.ClientId, a.Properties, LastUsed = tokens.Where(t => t.Application!.Id == a.Id).Max(t => t.CreationDate) }).ToListAsync(cancellation);
        return [.. from client in known
                   let site = SiteOf(client.Properties)
                   where site is { } id && sites.ContainsKey(id)
                   orderby sites[site.Value], client.ClientId
                   select new UploadClient(client.ClientId!, sites[site.Value], client.LastUsed)];
    }

    /// <summary>Ends a client and every token it has got, at once.</summary>
    public async Task<Outcome<Done>> RevokeAsync(StudyAccess access, string clientId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        if (await FindAsync(clientId, cancellation) is not { } client || !await db.Sites.AnyAsync(s => s.Id == client.Site && s.ResearchStudyId == access.ResearchStudyId, cancellation)) return ResearchStudyRefusals.NoSuchUploadClient;
        audit.Add(db, access.PersonId, access.ResearchStudyId, "revoked", "UploadClient", clientId);
        await applications.DeleteAsync((await applications.FindByClientIdAsync(clientId, cancellation))!, cancellation);
        await db.SaveChangesAsync(cancellation);
        studies.ForgetUploadClient(client.Client, client.Site, access.StudyCode);
        return new Done();
    }

    private static Guid? SiteOf(string? properties) =>
        properties is not null && JsonDocument.Parse(properties).RootElement.TryGetProperty(SiteProperty, out var site) ? site.GetGuid() : null;
}
