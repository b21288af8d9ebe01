namespace RadlPortal.Core.Signatures.Networks;

/// <summary>An ONNX file of float tensors in the making: nodes in order of computation, weights, one input, one output. Field numbers are those of onnx.proto3.</summary>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    private const int FloatTensor = 1;
    private const int IntegerList = 7;
    private readonly List<Action<ProtobufWriter>> nodes = [];
    private readonly List<Action<ProtobufWriter>> weights = [];

    public void AddNode(string operation, string[] inputs, string output, params (string Name, long[] Values)[] attributes) => nodes.Add(node =>
    {
        foreach (var input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, $"{operation}_{output}").Text(4, operation);
        foreach (var (attribute, values) in attributes)
        {
            node.Message(5, a =>
            {
                a.Text(1, attribute);
                foreach (var value in values) a.Number(8, value);
                a.Number(20, IntegerList);
            });
        }
    });

    public void AddWeights(string weightName, int[] shape, float[] values) => weights.Add(tensor =>
    {
        foreach (var side in shape) tensor.Number(1, side);
        tensor.Number(2, FloatTensor).Text(8, weightName).Floats(9, values);
    });

    public byte[] ToFile(string description, string input, int[] inputShape, string output, int[] outputShape) => new ProtobufWriter()
        .Number(1, IrVersion)
        .Text(2, "RadlPortal")
        .Text(6, description)
        .Message(7, graph =>
        {
            foreach (var node in nodes) graph.Message(1, node);
            graph.Text(2, name);
            foreach (var weight in weights) graph.Message(5, weight);
            graph.Message(11, value => Describe(value, input, inputShape)).Message(12, value => Describe(value, output, outputShape));
        })
        .Message(8, operators => operators.Text(1, "").Number(2, OperatorSet))
        .ToArray();

    private static void Describe(ProtobufWriter value, string valueName, int[] shape) => value.Text(1, valueName)
        .Message(2, type => type.Message(1, tensor => tensor.Number(1, FloatTensor).Message(2, dimensions =>
        {
            foreach (var side in shape) dimensions.Message(1, dimension => dimension.Number(1, side));
        })));
}
