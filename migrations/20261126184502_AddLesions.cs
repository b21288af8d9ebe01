using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class AddLesions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "kind",
                table: "vois",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "lobe",
                table: "vois",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "side",
                table: "vois",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                table: "vois",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "longest_axial_mm",
                table: "voi_versions",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "short_axis_mm",
                table: "voi_versions",
                type: "double precision",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "kind",
                table: "vois");

            migrationBuilder.DropColumn(
                name: "lobe",
                table: "vois");

            migrationBuilder.DropColumn(
                name: "side",
                table: "vois");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "vois");

            migrationBuilder.DropColumn(
                name: "longest_axial_mm",
                table: "voi_versions");

            migrationBuilder.DropColumn(
                name: "short_axis_mm",
                table: "voi_versions");
        }
    }
}
