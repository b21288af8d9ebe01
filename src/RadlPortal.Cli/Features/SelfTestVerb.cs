using System.CommandLine;
using RadlPortal.Numerics.Radiomics;
using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Cli.Features;

/// <summary>`radl features selftest`: the reference values of the Image Biomarker Standardisation Initiative and what this software computes for them.</summary>
internal static class SelfTestVerb
{
    public static Command Create()
    {
        var phantom = new Option<DirectoryInfo?>("--ct") { Description = "Folder of IBSI's CT phantom with phantom.nii.gz and mask.nii.gz (also below it): adds its configurations A to E" };
        var failures = new Option<bool>("--failures") { Description = "Print only values that do not agree" };
        var command = new Command("selftest", "Compare IBSI features with the initiative's reference values: CSV, one line per value with pass or fail; exit code 1 if one fails") { phantom, failures };
        command.SetAction((parsed, cancellation) =>
        {
            try
            {
                return Task.FromResult(Run(parsed.GetValue(phantom), parsed.GetValue(failures), cancellation));
            }
            catch (Exception refused) when (refused is RadiomicsException or VolumeFormatException or IOException or UnauthorizedAccessException)
            {
                throw new VerbRefusedException(refused.Message);
            }
        });
        return command;
    }

    private static int Run(DirectoryInfo? folder, bool onlyFailures, CancellationToken cancellation)
    {
        var files = folder is null ? default : (Image: Find(folder, "phantom"), Mask: Find(folder, "mask"));
        Console.WriteLine(IbsiCheckCsv.Header);
        var code = Print(IbsiSelfTest.Digital(cancellation), onlyFailures);
        if (folder is null) return code;
        var (image, mask) = (VolumeFile.Read(files.Image), VolumeFile.ReadLabelmap(files.Mask));
        foreach (var letter in IbsiSelfTest.CtConfigurations.Keys)
        {
            cancellation.ThrowIfCancellationRequested();
            code = Math.Max(code, Print(IbsiSelfTest.Ct(letter, image, mask, cancellation), onlyFailures));
        }

        return code;
    }

    private static int Print(IReadOnlyList<IbsiCheck> checks, bool onlyFailures)
    {
        foreach (var check in checks.Where(c => !onlyFailures || !c.Passed)) Console.WriteLine(IbsiCheckCsv.Line(check));
        var passed = checks.Count(c => c.Passed);
        Console.Error.WriteLine($"{checks[0].Configuration}: {passed} of {checks.Count} reference values agree.");
        return passed == checks.Count ? VerbRunner.Done : VerbRunner.Refused;
    }

    private static string Find(DirectoryInfo folder, string name)
    {
        if (!folder.Exists) throw new VerbRefusedException($"There is no folder {folder.FullName}.");
        string[] wanted = [$"{name}.nii.gz", $"{name}.nii", $"{name}.nrrd"];
        return folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => wanted.Contains(f.Name, StringComparer.OrdinalIgnoreCase)).MinBy(f => f.FullName.Length)?.FullName
            ?? throw new VerbRefusedException($"{folder.FullName} holds no {wanted[0]}: give the folder of IBSI's CT phantom in its NIfTI form, which the initiative publishes with its data sets.");
    }
}
