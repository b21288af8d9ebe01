namespace RadlPortal.Core.Database;

/// <summary>Where an embedded server keeps its data and how careful it is with it.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Holds the cluster (postgres/), its password, its log and the lock; made when absent.</summary>
    public required string DataFolder { get; init; }

    public string Database { get; init; } = "radlportal";

    /// <summary>Off only in tests: what the server acknowledged is then lost in a power cut.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The data folder is deleted when the server ends, also after its starter was killed. Tests only.</summary>
    public bool DeleteAfterwards { get; init; }

    /// <summary>A folder with initdb and postgres that goes before every other; by default the environment variable RADL_POSTGRES.</summary>
    public string? BinFolder { get; init; } = Environment.GetEnvironmentVariable("RADL_POSTGRES");

    /// <summary>As root PostgreSQL refuses to run. A user namespace keeps every file root's; where a machine forbids those, or this is off (RADL_POSTGRES_USERNS=off), the server runs as an unprivileged user instead.</summary>
    public bool UserNamespace { get; init; } = Environment.GetEnvironmentVariable("RADL_POSTGRES_USERNS") != "off";

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether a database was made in the data folder before.</summary>
    public bool HasDatabase => File.Exists(Path.Combine(ClusterFolder, "PG_VERSION"));

    internal string ClusterFolder => Path.Combine(DataFolder, "postgres");

    internal string LogFile => Path.Combine(DataFolder, "postgres.log");
}
