using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using RadlPortal.Core.Database;

namespace RadlPortal.Migrations;

/// <summary>The database itself refuses to change or delete what must stay as it was: originals, VOI versions, feature sets, signature versions, scores, snapshots, reports and the audit.</summary>
[DbContext(typeof(PortalDb))]
[Migration("20261124000001_MakeRecordsAppendOnly")]
public sealed class MakeRecordsAppendOnly : Migration
{
    private static readonly string[] Tables =
        ["imaging_instances", "voi_versions", "extraction_profiles", "feature_sets", "signature_versions", "scores", "cohort_snapshots", "reports", "audit_entries"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'Rows of % are append-only.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$;
            """);
        foreach (var table in Tables)
            migrationBuilder.Sql($"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables) migrationBuilder.Sql($"DROP TRIGGER append_only ON {table};");
        migrationBuilder.Sql("DROP FUNCTION refuse_change();");
    }
}
