using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class AddFollowUpAndReportSignatures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "best_change_percent",
                table: "clinical_records",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "progression_free_event",
                table: "clinical_records",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "progression_free_months",
                table: "clinical_records",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "survival_event",
                table: "clinical_records",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "survival_months",
                table: "clinical_records",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "treatment_months",
                table: "clinical_records",
                type: "double precision",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "report_signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    research_study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    report_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_name = table.Column<string>(type: "text", nullable: false),
                    meaning = table.Column<string>(type: "text", nullable: false),
                    report_sha256 = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_signatures", x => x.id);
                    table.ForeignKey(
                        name: "fk_report_signatures_reports_report_id",
                        column: x => x.report_id,
                        principalTable: "reports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_report_signatures_report_id_person_id",
                table: "report_signatures",
                columns: new[] { "report_id", "person_id" },
                unique: true);

            migrationBuilder.Sql("CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON report_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "report_signatures");

            migrationBuilder.DropColumn(
                name: "best_change_percent",
                table: "clinical_records");

            migrationBuilder.DropColumn(
                name: "progression_free_event",
                table: "clinical_records");

            migrationBuilder.DropColumn(
                name: "progression_free_months",
                table: "clinical_records");

            migrationBuilder.DropColumn(
                name: "survival_event",
                table: "clinical_records");

            migrationBuilder.DropColumn(
                name: "survival_months",
                table: "clinical_records");

            migrationBuilder.DropColumn(
                name: "treatment_months",
                table: "clinical_records");
        }
    }
}
