namespace RadlPortal.Dicom.Writing;

/// <summary>Takes bytes and keeps nothing but their number.</summary>
internal sealed class LengthStream : Stream
{
    private long length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer) => length += buffer.Length;

    public override void Write(byte[] buffer, int offset, int count) => length += count;

    public override void WriteByte(byte value) => length++;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
