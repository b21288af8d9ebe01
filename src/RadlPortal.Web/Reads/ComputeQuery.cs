using RadlPortal.Core.Segmentations;

namespace RadlPortal.Web.Reads;

/// <summary>The numbers of a computation, as they stand in the address; what is left out has the default of <see cref="StructureOperation"/>.</summary>
internal sealed record ComputeQuery(double? Mm, double? FromMm, double? Mm3, bool? BySlice, int? I, int? J, int? K, double? Low, double? High, double? RadiusMm, double? VesselMm)
{
    public StructureOperation ToOperation(StructureOperationKind kind, byte label)
    {
        var unset = new StructureOperation(kind, label);
        return unset with
        {
            Mm = Mm ?? unset.Mm,
            FromMm = FromMm ?? unset.FromMm,
            Mm3 = Mm3 ?? unset.Mm3,
            BySlice = BySlice ?? unset.BySlice,
            Seed = I is { } i && J is { } j && K is { } k ? [i, j, k] : null,
            Low = Low ?? unset.Low,
            High = High ?? unset.High,
            RadiusMm = RadiusMm ?? unset.RadiusMm,
            VesselMm = VesselMm ?? unset.VesselMm,
        };
    }
}
