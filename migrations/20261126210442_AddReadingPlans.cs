using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class AddReadingPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "read_number",
                table: "reading_assignments",
                newName: "purpose");

            migrationBuilder.RenameIndex(
                name: "ix_reading_assignments_imaging_series_id_read_number",
                table: "reading_assignments",
                newName: "ix_reading_assignments_imaging_series_id_purpose");

            migrationBuilder.AddColumn<int>(
                name: "active_seconds",
                table: "reading_assignments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "done_version_id",
                table: "reading_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "not_before",
                table: "reading_assignments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "position",
                table: "reading_assignments",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "reading_plan_id",
                table: "reading_assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "repeat_after_days",
                table: "reading_assignments",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "return_reason",
                table: "reading_assignments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "returned_at",
                table: "reading_assignments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "timed_at",
                table: "reading_assignments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "reading_plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    research_study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cohort_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reader_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    double_read_percent = table.Column<int>(type: "integer", nullable: false),
                    repeat_percent = table.Column<int>(type: "integer", nullable: false),
                    repeat_after_days = table.Column<int>(type: "integer", nullable: false),
                    seed = table.Column<int>(type: "integer", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reading_plans", x => x.id);
                    table.ForeignKey(
                        name: "fk_reading_plans_cohorts_cohort_id",
                        column: x => x.cohort_id,
                        principalTable: "cohorts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_reading_assignments_done_version_id",
                table: "reading_assignments",
                column: "done_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_reading_assignments_reading_plan_id",
                table: "reading_assignments",
                column: "reading_plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_reading_plans_cohort_id",
                table: "reading_plans",
                column: "cohort_id",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_reading_assignments_reading_plans_reading_plan_id",
                table: "reading_assignments",
                column: "reading_plan_id",
                principalTable: "reading_plans",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_reading_assignments_voi_versions_done_version_id",
                table: "reading_assignments",
                column: "done_version_id",
                principalTable: "voi_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_reading_assignments_reading_plans_reading_plan_id",
                table: "reading_assignments");

            migrationBuilder.DropForeignKey(
                name: "fk_reading_assignments_voi_versions_done_version_id",
                table: "reading_assignments");

            migrationBuilder.DropTable(
                name: "reading_plans");

            migrationBuilder.DropIndex(
                name: "ix_reading_assignments_done_version_id",
                table: "reading_assignments");

            migrationBuilder.DropIndex(
                name: "ix_reading_assignments_reading_plan_id",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "active_seconds",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "done_version_id",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "not_before",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "position",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "reading_plan_id",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "repeat_after_days",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "return_reason",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "returned_at",
                table: "reading_assignments");

            migrationBuilder.DropColumn(
                name: "timed_at",
                table: "reading_assignments");

            migrationBuilder.RenameColumn(
                name: "purpose",
                table: "reading_assignments",
                newName: "read_number");

            migrationBuilder.RenameIndex(
                name: "ix_reading_assignments_imaging_series_id_purpose",
                table: "reading_assignments",
                newName: "ix_reading_assignments_imaging_series_id_read_number");
        }
    }
}
