using System.CommandLine.Parsing;

namespace RadlPortal.Cli.Upload;

/// <summary>The address of a portal as a person gives it.</summary>
internal static class PortalAddress
{
    public static Uri? Parse(ArgumentResult argument)
    {
        var given = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (Uri.TryCreate(given, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)) return address;
        argument.AddError($"\"{given}\" is no address of a portal. Give it whole, such as https://radl.hospital.example or http://localhost:5080.");
        return null;
    }
}
