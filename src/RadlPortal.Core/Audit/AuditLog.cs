using System.Text.Json;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Audit;

/// <summary>Adds audit entries to the caller's unit of work, so that the deed and its entry are stored together or not at all.</summary>
public sealed class AuditLog(TimeProvider clock)
{
    public void Add(PortalDb db, Guid? personId, Guid? researchStudyId, string action, string entity, object? entityId, object? details = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            At = clock.GetUtcNow(),
            PersonId = personId,
            ResearchStudyId = researchStudyId,
            Action = action,
            Entity = entity,
            EntityId = entityId?.ToString(),
            DetailsJson = details is null ? null : JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
        });
}
