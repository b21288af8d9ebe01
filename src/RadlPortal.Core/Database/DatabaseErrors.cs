using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RadlPortal.Core.Database;

internal static class DatabaseErrors
{
    /// <summary>True if two writers met at a unique key: the loser's answer is an ordinary "it is there already".</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>True if something that is to go is referred to by now.</summary>
    public static bool IsForeignKeyViolation(this DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation };
}
