using RadlPortal.Core.Sites;
using Xunit;

namespace RadlPortal.Core.Tests.Sites;

/// <summary>Subject codes as they are typed into "Register subjects".</summary>
public sealed class SubjectCodeListTests
{
    [Theory]
    [InlineData("A-001\nA-002", "A-001|A-002")]
    [InlineData("A-001\r\n\r\n  A-002  \r\n", "A-001|A-002")]
    [InlineData("A-001, A-002;A-003\nA-004,", "A-001|A-002|A-003|A-004")]
    [InlineData(" \n ", "")]
    public void Lines_commas_and_semicolons_stand_between_codes(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SubjectCodeList.Parse(text).Value!));

    [Theory]
    [InlineData("A-001\nSmith John 1960 m", "Line 2: \"Smith John 1960 m\"")]
    [InlineData("A 001", "Line 1: \"A 001\"")]
    [InlineData("A-001\tA-002", "Line 1: \"A-001\tA-002\"")]
    [InlineData("A-001, A 2\nA-003", "Line 1: \"A 2\"")]
    public void Refuses_a_code_with_a_space_and_names_the_line(string text, string expected)
    {
        var parsed = SubjectCodeList.Parse(text);
        Assert.Equal("subject-code-not-valid", parsed.Refusal?.Code);
        Assert.StartsWith(expected, parsed.Refusal!.Message);
    }
}
