using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class AddVoiAgreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "voi_agreements",
                columns: table => new
                {
                    first_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    second_version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    research_study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dice = table.Column<double>(type: "double precision", nullable: false),
                    hausdorff95mm = table.Column<double>(type: "double precision", nullable: false),
                    average_surface_distance_mm = table.Column<double>(type: "double precision", nullable: false),
                    software_version = table.Column<string>(type: "text", nullable: false),
                    computed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_voi_agreements", x => new { x.first_version_id, x.second_version_id });
                    table.ForeignKey(
                        name: "fk_voi_agreements_voi_versions_first_version_id",
                        column: x => x.first_version_id,
                        principalTable: "voi_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_voi_agreements_voi_versions_second_version_id",
                        column: x => x.second_version_id,
                        principalTable: "voi_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_voi_agreements_second_version_id",
                table: "voi_agreements",
                column: "second_version_id");

            migrationBuilder.Sql("CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON voi_agreements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "voi_agreements");
        }
    }
}
