namespace RadlPortal.Numerics.Volumes;

/// <summary>The number type in which a volume keeps its samples.</summary>
public enum SampleType
{
    /// <summary>Signed 8 bit.</summary>
    Int8,

    /// <summary>Unsigned 8 bit.</summary>
    UInt8,

    /// <summary>Signed 16 bit: CT in Hounsfield units.</summary>
    Int16,

    /// <summary>Unsigned 16 bit.</summary>
    UInt16,

    /// <summary>Signed 32 bit.</summary>
    Int32,

    /// <summary>Unsigned 32 bit.</summary>
    UInt32,

    /// <summary>Signed 64 bit.</summary>
    Int64,

    /// <summary>Unsigned 64 bit.</summary>
    UInt64,

    /// <summary>IEEE 754, 32 bit.</summary>
    Float32,

    /// <summary>IEEE 754, 64 bit.</summary>
    Float64,
}
