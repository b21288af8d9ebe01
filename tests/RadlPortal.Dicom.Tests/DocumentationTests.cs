using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>What other developers read of the library: every public member says what it means, and every type names the section of the standard that it is about.</summary>
public sealed partial class DocumentationTests
{
    // What no section of a standard is about.
    private static readonly string[] WithoutSection = ["DicomException", "NamedMask", "LabelmapGrid"];
    private static readonly Assembly Library = typeof(DicomTag).Assembly;
    private static readonly Dictionary<string, string> Members = XDocument.Load(Path.ChangeExtension(Library.Location, ".xml")).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => string.Concat(m.Nodes()));

    [Fact]
    public void Every_public_type_names_its_section_of_the_standard() =>
        Assert.Equal(WithoutSection.Order(), Library.GetExportedTypes().Where(t => !Section().IsMatch(Of("T:" + Name(t)))).Select(t => t.Name).Order());

    [Fact]
    public void Every_public_member_says_what_it_means()
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = Library.GetExportedTypes().SelectMany(t => t.GetMembers(own).Where(m => m is PropertyInfo or FieldInfo { IsSpecialName: false }).Select(m => (Type: t, Member: m))).ToList();
        Assert.True(members.Count > 200);
        // The properties of a record are described as its parameters.
        Assert.Empty(members.Where(m => !Members.Keys.Any(k => k.StartsWith($"{(m.Member is FieldInfo ? 'F' : 'P')}:{Name(m.Type)}.{m.Member.Name}", StringComparison.Ordinal)) && m.Member.Name != "EqualityContract" && !Of("T:" + Name(m.Type)).Contains($"<param name=\"{m.Member.Name}\"", StringComparison.Ordinal)).Select(m => $"{m.Type.Name}.{m.Member.Name}"));
    }

    [Fact]
    public void Every_public_method_that_refuses_says_so()
    {
        // Every method that takes what a stranger may have sent.
        string[] reading = ["DicomFile.Read(", "DicomFile.ReadHeader(", "DicomFile.ReadBeforeDamage(", "PixelFrames.Of(", "PixelFrames.Decode(", "PixelLayout.Of(", "RleCodec.Decode(", "RleCodec.Encode(", "DicomJson.Read(", "CtVolume.Build(", "SliceHeader.Of(", "Segmentation.Read(", "SegmentationVoxels.On(", "SegmentationVoxels.OnOwnGrid(", "StructureSet.Read(", "StructureSet.Find(", "ContourRasteriser.Rasterise(", "LabelmapGrid.Onto(", "DicomWriter.Write(", "DicomWriter.WriteAs(", "SegmentationWriter.Write(", "StructureSetWriter.Write("];
        foreach (var method in reading)
        {
            var found = Members.Where(m => m.Key.StartsWith("M:", StringComparison.Ordinal) && m.Key.Contains("." + method, StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(found);
            Assert.All(found, m => Assert.Contains("<exception cref=\"T:RadlPortal.Dicom.DicomException\">", m.Value));
        }
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Of(string name) => Members.GetValueOrDefault(name, "");

    [GeneratedRegex(@"PS3\.\d+|\bT\.8\d*\b|\bRFC \d+")]
    private static partial Regex Section();
}
