using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>The names are those of PS3.5 annexes H, I, J and K.</summary>
public sealed class CharacterSetTests
{
    [Theory]
    [InlineData("ISO_IR 100", "42 75 63 5E 4A E9 72 F4 6D 65", "Buc^Jérôme")]
    [InlineData("ISO_IR 144", "BB EE DA 63 65 DC D1 79 70 D3", "Люкceмбypг")]
    [InlineData("\\ISO 2022 IR 87", "59 61 6D 61 64 61 5E 54 61 72 6F 75 3D 1B 24 42 3B 33 45 44 1B 28 42 5E 1B 24 42 42 40 4F 3A 1B 28 42", "Yamada^Tarou=山田^太郎")]
    [InlineData("ISO 2022 IR 13\\ISO 2022 IR 87", "D4 CF C0 DE 5E C0 DB B3 3D 1B 24 42 3B 33 45 44 1B 28 4A 5E 1B 24 42 42 40 4F 3A 1B 28 4A", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎")]
    [InlineData("\\ISO 2022 IR 149", "48 6F 6E 67 5E 47 69 6C 64 6F 6E 67 3D 1B 24 29 43 FB F3 5E 1B 24 29 43 D1 CE D4 D7", "Hong^Gildong=洪^吉洞")]
    [InlineData("\\ISO 2022 IR 58", "5A 68 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D 1B 24 29 41 D5 C5 5E 1B 24 29 41 D0 A1 B6 AB", "Zhang^XiaoDong=张^小东")]
    [InlineData("GB18030", "57 61 6E 67 5E 58 69 61 6F 44 6F 6E 67 3D CD F5 5E D0 A1 B6 AB", "Wang^XiaoDong=王^小东")]
    [InlineData("nonsense", "41 E9", "Aé")]
    public void Text_is_read_in_the_character_set_that_the_file_names(string set, string bytes, string text)
    {
        var dataset = new DicomDataset().Set(DicomTags.SopClassUid, "1.2").Set(DicomTags.SopInstanceUid, "1.3")
            .Set(DicomTags.SpecificCharacterSet, set).Set(new DicomElement(DicomTags.PatientName, "PN", Convert.FromHexString(bytes.Replace(" ", ""))));
        Assert.Equal(text, DicomFile.Read(DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes).Dataset.Text(DicomTags.PatientName));
    }

    [Fact]
    public void Pydicom_reads_the_same_names()
    {
        var paths = Directory.EnumerateFiles(SharedData.Folder("dicom/malformed/charset")).Order(StringComparer.Ordinal).ToArray();
        var said = Outside.Pydicom("""
            import sys, pydicom
            sys.stdout.reconfigure(encoding='utf-8')
            for p in sys.argv[1:]:
                print(str(pydicom.dcmread(p).get('PatientName', '')).replace('\x1b$)A', '').rstrip('='))
            """, paths).Split('\n');
        // What pydicom leaves of the Chinese escapes is taken out; it is no part of the name.
        for (var i = 0; i < paths.Length; i++)
            if (DicomFile.Read(File.ReadAllBytes(paths[i])).Dataset.Text(DicomTags.PatientName) is { } name) Assert.Equal(said[i], name.TrimEnd('='));
    }
}
