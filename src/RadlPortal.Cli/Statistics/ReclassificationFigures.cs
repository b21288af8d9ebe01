using RadlPortal.Numerics.Statistics;

namespace RadlPortal.Cli.Statistics;

/// <summary>NRI and IDI of a new score over an old one.</summary>
internal sealed class ReclassificationFigures(IReadOnlyList<double> updated, IReadOnlyList<double> old, IReadOnlyList<bool> labels)
{
    private readonly Dictionary<string, Computed<NetReclassification>> nri = [];
    private readonly Lazy<Computed<DiscriminationImprovement>> idi = new(() => Reclassification.Integrated(old, updated, labels));

    public Figure? Of(string field)
    {
        var parts = field.Split('.');
        if (parts is not [var family, var part]) return null;
        if (family == "idi") return Idi(part);
        if (!nri.TryGetValue(family, out var computed))
        {
            if (Compute(family) is not { } fresh) return null;
            nri[family] = computed = fresh;
        }

        return Nri(computed, part);
    }

    private Computed<NetReclassification>? Compute(string family) => family switch
    {
        "nri_cont" => Reclassification.Continuous(old, updated, labels),
        "nri_cat50" => Reclassification.Categorical(old, updated, labels, [0.5]),
        "nri_cat3" => Reclassification.Categorical(old, updated, labels, [0.3, 0.6]),
        _ => null,
    };

    private static Figure? Nri(Computed<NetReclassification> nri, string part) => part switch
    {
        "total" => Figure.Of(nri, n => n.Total),
        "events" => Figure.Of(nri, n => n.OfEvents),
        "nonevents" => Figure.Of(nri, n => n.OfNonEvents),
        "p_up_ev" => Figure.Of(nri, n => n.EventsUp),
        "p_up_ne" => Figure.Of(nri, n => n.NonEventsUp),
        "se" => Figure.Of(nri, n => n.StandardError),
        "lo" => Figure.Of(nri, n => n.Lower),
        "hi" => Figure.Of(nri, n => n.Upper),
        "z" => Figure.Of(nri, n => n.Z),
        "p" => Figure.Of(nri, n => n.P),
        "se_null" => Figure.Of(nri, n => n.NullStandardError),
        "z_null" => Figure.Of(nri, n => n.NullZ),
        "p_null" => Figure.Of(nri, n => n.NullP),
        _ => null,
    };

    private Figure? Idi(string part) => part switch
    {
        "est" => Figure.Of(idi.Value, i => i.Value),
        "se" => Figure.Of(idi.Value, i => i.StandardError),
        "z" => Figure.Of(idi.Value, i => i.Z),
        "p" => Figure.Of(idi.Value, i => i.P),
        _ => null,
    };
}
