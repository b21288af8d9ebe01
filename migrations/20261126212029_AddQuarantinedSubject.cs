using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RadlPortal.Migrations
{
    /// <inheritdoc />
    public partial class AddQuarantinedSubject : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "subject_id",
                table: "quarantined_files",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_quarantined_files_subject_id",
                table: "quarantined_files",
                column: "subject_id");

            migrationBuilder.AddForeignKey(
                name: "fk_quarantined_files_subjects_subject_id",
                table: "quarantined_files",
                column: "subject_id",
                principalTable: "subjects",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_quarantined_files_subjects_subject_id",
                table: "quarantined_files");

            migrationBuilder.DropIndex(
                name: "ix_quarantined_files_subject_id",
                table: "quarantined_files");

            migrationBuilder.DropColumn(
                name: "subject_id",
                table: "quarantined_files");
        }
    }
}
