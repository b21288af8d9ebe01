using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using RadlPortal.Core;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace RadlPortal.Web.SignIn;

/// <summary>The secret is shown once and not kept.</summary>
public sealed record NewUploadClient(string ClientId, string ClientSecret);

/// <summary>A site's programs that upload without a person (<c>radl upload</c>): OAuth clients bound to one site.</summary>
public sealed class UploadClients(IOpenIddictApplicationManager applications, PortalDb db, AuditLog audit)
{
    public const string Scope = "upload";
    private const string SiteProperty = "radl:site";

    public async Task<Outcome<NewUploadClient>> AddAsync(StudyAccess access, Guid siteId, CancellationToken cancellation)
    {
        access.Demand(Right.ManageStudy);
        var site = await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == siteId && s.ResearchStudyId == access.ResearchStudyId, cancellation);
        if (site is null) return ResearchStudyRefusals.NoSuchSite;
        var id = $"{access.StudyCode}.{site.Code}.{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
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

    /// <summary>The site for which a client uploads and the client's own id; null if it is no upload client.</summary>
    public async Task<(Guid Client, Guid Site)?> FindAsync(string clientId, CancellationToken cancellation)
    {
        if (await applications.FindByClientIdAsync(clientId, cancellation) is not OpenIddictEntityFrameworkCoreApplication<Guid> application) return null;
        var properties = await applications.GetPropertiesAsync(application, cancellation);
        return properties.TryGetValue(SiteProperty, out var site) ? (application.Id, site.GetGuid()) : null;
    }
}
