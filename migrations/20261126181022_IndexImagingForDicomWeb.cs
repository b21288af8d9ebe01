using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class IndexImagingForDicomWeb : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_imaging_studies_site_id",
                table: "imaging_studies");

            migrationBuilder.AddColumn<int>(
                name: "examined_instances",
                table: "imaging_series",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_stored_at",
                table: "imaging_series",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.Sql("UPDATE imaging_series SET examined_instances = instance_count, last_stored_at = created_at, instance_count = (SELECT count(*) FROM imaging_instances i WHERE i.imaging_series_id = imaging_series.id)");

            migrationBuilder.CreateTable(
                name: "series_metadata",
                columns: table => new
                {
                    imaging_series_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instances = table.Column<int>(type: "integer", nullable: false),
                    gzipped_json = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series_metadata", x => x.imaging_series_id);
                    table.ForeignKey(
                        name: "fk_series_metadata_imaging_series_imaging_series_id",
                        column: x => x.imaging_series_id,
                        principalTable: "imaging_series",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_imaging_studies_research_study_id_id",
                table: "imaging_studies",
                columns: new[] { "research_study_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_imaging_studies_research_study_id_study_date",
                table: "imaging_studies",
                columns: new[] { "research_study_id", "study_date" });

            migrationBuilder.CreateIndex(
                name: "ix_imaging_studies_site_id_id",
                table: "imaging_studies",
                columns: new[] { "site_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_imaging_instances_site_id_uploaded_sha256",
                table: "imaging_instances",
                columns: new[] { "site_id", "uploaded_sha256" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "series_metadata");

            migrationBuilder.DropIndex(
                name: "ix_imaging_studies_research_study_id_id",
                table: "imaging_studies");

            migrationBuilder.DropIndex(
                name: "ix_imaging_studies_research_study_id_study_date",
                table: "imaging_studies");

            migrationBuilder.DropIndex(
                name: "ix_imaging_studies_site_id_id",
                table: "imaging_studies");

            migrationBuilder.DropIndex(
                name: "ix_imaging_instances_site_id_uploaded_sha256",
                table: "imaging_instances");

            migrationBuilder.DropColumn(
                name: "examined_instances",
                table: "imaging_series");

            migrationBuilder.DropColumn(
                name: "last_stored_at",
                table: "imaging_series");

            migrationBuilder.CreateIndex(
                name: "ix_imaging_studies_site_id",
                table: "imaging_studies",
                column: "site_id");
        }
    }
}
