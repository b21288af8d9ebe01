namespace RadlPortal.Core.Sites;

/// <summary>Subject codes as a person types or pastes them: one a line, or several on a line with commas or semicolons between. A space is no separator: it is a code that was written with one.</summary>
public static class SubjectCodeList
{
    public static Outcome<string[]> Parse(string text)
    {
        List<string> codes = [];
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            foreach (var code in line.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!SiteService.IsSubjectCode(code)) return ResearchStudies.ResearchStudyRefusals.SubjectLineNotValid(number, code);
                codes.Add(code);
            }
        }

        return codes.ToArray();
    }
}
