using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class AddAdjudicationAndApproval : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "adjudicated",
                table: "voi_versions",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "adjudications",
                columns: table => new
                {
                    reading_assignment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    research_study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    second_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    adjudicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjudications", x => x.reading_assignment_id);
                    table.ForeignKey(
                        name: "fk_adjudications_people_adjudicator_id",
                        column: x => x.adjudicator_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adjudications_reading_assignments_reading_assignment_id",
                        column: x => x.reading_assignment_id,
                        principalTable: "reading_assignments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adjudications_voi_versions_first_version_id",
                        column: x => x.first_version_id,
                        principalTable: "voi_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adjudications_voi_versions_second_version_id",
                        column: x => x.second_version_id,
                        principalTable: "voi_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "voi_approvals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    research_study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reading_assignment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    voi_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_name = table.Column<string>(type: "text", nullable: false),
                    meaning = table.Column<string>(type: "text", nullable: false),
                    content_sha256 = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voi_approvals", x => x.id);
                    table.ForeignKey(
                        name: "fk_voi_approvals_reading_assignments_reading_assignment_id",
                        column: x => x.reading_assignment_id,
                        principalTable: "reading_assignments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_voi_approvals_voi_versions_voi_version_id",
                        column: x => x.voi_version_id,
                        principalTable: "voi_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "unlock_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    approval_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unlock_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_unlock_requests_voi_approvals_approval_id",
                        column: x => x.approval_id,
                        principalTable: "voi_approvals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "unlock_decisions",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_granted = table.Column<bool>(type: "boolean", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unlock_decisions", x => x.request_id);
                    table.ForeignKey(
                        name: "fk_unlock_decisions_unlock_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "unlock_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_adjudicator_id",
                table: "adjudications",
                column: "adjudicator_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_first_version_id",
                table: "adjudications",
                column: "first_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_research_study_id",
                table: "adjudications",
                column: "research_study_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjudications_second_version_id",
                table: "adjudications",
                column: "second_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_unlock_requests_approval_id",
                table: "unlock_requests",
                column: "approval_id");

            migrationBuilder.CreateIndex(
                name: "ix_voi_approvals_reading_assignment_id",
                table: "voi_approvals",
                column: "reading_assignment_id");

            migrationBuilder.CreateIndex(
                name: "ix_voi_approvals_research_study_id",
                table: "voi_approvals",
                column: "research_study_id");

            migrationBuilder.CreateIndex(
                name: "ix_voi_approvals_voi_version_id",
                table: "voi_approvals",
                column: "voi_version_id");

            // Studies that are there already get the settings' defaults.
            migrationBuilder.Sql("""UPDATE research_studies SET settings = '{"AdjudicateDiceBelow": 0.7, "AdjudicateHausdorff95AboveMm": 10, "AdjudicateVolumeDifferenceAbovePercent": 40}'::jsonb || settings::jsonb;""");
            foreach (var table in new[] { "adjudications", "voi_approvals", "unlock_requests", "unlock_decisions" })
                migrationBuilder.Sql($"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "adjudications");

            migrationBuilder.DropTable(
                name: "unlock_decisions");

            migrationBuilder.DropTable(
                name: "unlock_requests");

            migrationBuilder.DropTable(
                name: "voi_approvals");

            migrationBuilder.DropColumn(
                name: "adjudicated",
                table: "voi_versions");
        }
    }
}
