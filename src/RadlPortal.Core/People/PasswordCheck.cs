using Microsoft.AspNetCore.Identity;

namespace RadlPortal.Core.People;

/// <summary>Asks for the password again where a person signs; wrong ones count toward the lockout.</summary>
public sealed class PasswordCheck(UserManager<Person> accounts)
{
    /// <summary>The person who may sign, or why not.</summary>
    public async Task<Outcome<Person>> OfAsync(Guid personId, string password)
    {
        var person = await accounts.FindByIdAsync(personId.ToString());
        if (person is null || !await accounts.HasPasswordAsync(person)) return SigningRefusals.NoPassword;
        if (await accounts.IsLockedOutAsync(person)) return SigningRefusals.LockedOut;
        if (!await accounts.CheckPasswordAsync(person, password))
        {
            await accounts.AccessFailedAsync(person);
            return SigningRefusals.WrongPassword;
        }

        await accounts.ResetAccessFailedCountAsync(person);
        return person;
    }
}

/// <summary>Why a person cannot sign.</summary>
public static class SigningRefusals
{
    public static readonly Refusal NoPassword = new("no-password", "Your account has no password in the portal, so that it cannot sign. Ask the administrator for an account with one.");

    public static readonly Refusal LockedOut = new("locked-out", "Too many wrong passwords. Try again in ten minutes.");

    public static readonly Refusal WrongPassword = new("wrong-password", "The password is not right. Nothing was signed.");
}
