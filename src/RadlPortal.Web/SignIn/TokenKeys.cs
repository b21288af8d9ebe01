using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Web.SignIn;

/// <summary>Gives OpenIddict the keys kept in the database, making them on the first start.</summary>
public sealed class TokenKeys(IDbContextFactory<PortalDb> databases, IDataProtectionProvider protection, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>
{
    private readonly IDataProtector protector = protection.CreateProtector("RadlPortal.TokenKeys");

    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.Add(new SigningCredentials(KeyFor("signing"), SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new EncryptingCredentials(KeyFor("encryption"), SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private RsaSecurityKey KeyFor(string use)
    {
        using var db = databases.CreateDbContext();
        var stored = db.SigningKeys.Where(k => k.Use == use).OrderByDescending(k => k.CreatedAt).FirstOrDefault();
        var rsa = RSA.Create(2048);
        if (stored is null)
        {
            stored = new SigningKey { Use = use, ProtectedKey = protector.Protect(Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())), CreatedAt = clock.GetUtcNow() };
            db.SigningKeys.Add(stored);
            db.SaveChanges();
        }
        else
        {
            rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(protector.Unprotect(stored.ProtectedKey)), out _);
        }

        return new RsaSecurityKey(rsa) { KeyId = stored.Id.ToString("N") };
    }
}
