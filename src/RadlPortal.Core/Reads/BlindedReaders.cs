using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;
using RadlPortal.Core.People;

namespace RadlPortal.Core.Reads;

/// <summary>Who may read: the radiologists of the study. Nobody becomes one who has ever seen its outcomes (<see cref="PeopleService"/> sees to that), so the role is the blinding.</summary>
internal static class BlindedReaders
{
    /// <summary>Why one of these people cannot read; null if all can.</summary>
    public static async Task<Refusal?> RefusalAsync(PortalDb db, Guid researchStudyId, IReadOnlyCollection<Guid> people, CancellationToken cancellation)
    {
        var known = await (from membership in db.Memberships
                           where membership.ResearchStudyId == researchStudyId && people.Contains(membership.PersonId)
                           join person in db.Users on membership.PersonId equals person.Id
                           select new { person.Id, person.DisplayName, membership.Role }).ToListAsync(cancellation);
        if (known.Find(k => k.Role != StudyRole.Radiologist) is { } other) return ReadingPlanRefusals.NotARadiologist(other.DisplayName, WordOf(other.Role));
        return people.Any(p => known.TrueForAll(k => k.Id != p)) ? ReadingPlanRefusals.NotAMember : null;
    }

    /// <summary>The study's radiologists by name.</summary>
    public static async Task<IReadOnlyList<Reader>> OfAsync(PortalDb db, Guid researchStudyId, CancellationToken cancellation) =>
        await (from membership in db.Memberships
               where membership.ResearchStudyId == researchStudyId && membership.Role == StudyRole.Radiologist
               join person in db.Users on membership.PersonId equals person.Id
               orderby person.DisplayName, person.Id
               select new Reader(person.Id, person.DisplayName)).ToListAsync(cancellation);

    /// <summary>The names of the study's radiologists, and of who has or had one of its reads.</summary>
    public static Task<Dictionary<Guid, string>> NamesAsync(PortalDb db, Guid researchStudyId, CancellationToken cancellation) =>
        db.Users.Where(p => db.ReadingAssignments.Any(r => r.ReaderId == p.Id && r.ResearchStudyId == researchStudyId) || db.Memberships.Any(m => m.PersonId == p.Id && m.ResearchStudyId == researchStudyId && m.Role == StudyRole.Radiologist))
            .ToDictionaryAsync(p => p.Id, p => p.DisplayName, cancellation);

    private static string WordOf(StudyRole role) => role switch
    {
        StudyRole.Administrator => "administrator",
        StudyRole.PrincipalInvestigator => "principal investigator",
        _ => "site coordinator",
    };
}

/// <summary>A person who reads.</summary>
public sealed record Reader(Guid Id, string Name);
