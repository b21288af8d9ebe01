using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class QuarantineRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "pixels_seen_by",
                table: "quarantined_files",
                type: "uuid",
                nullable: true);

            // Studies that are there already get the settings' defaults.
            migrationBuilder.Sql("""UPDATE research_studies SET settings = '{"KeptDescriptions": [], "ForbidDates": false, "QuarantineDays": 30}'::jsonb || settings::jsonb;""");

            migrationBuilder.CreateTable(
                name: "deidentification_secrets",
                columns: table => new
                {
                    research_study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    protected_key = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deidentification_secrets", x => x.research_study_id);
                    table.ForeignKey(
                        name: "fk_deidentification_secrets_research_studies_research_study_id",
                        column: x => x.research_study_id,
                        principalTable: "research_studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deidentification_secrets");

            migrationBuilder.DropColumn(
                name: "pixels_seen_by",
                table: "quarantined_files");
        }
    }
}
