package io.gridbourse.worker.container;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar archive whose names and headers may not take any memory. Faults of the archive are {@link
 * ArchiveException}s, those of where it is read from stay what they are.
 */
final class LayerTar extends TarArchiveInputStream {
  private static final long HEADERS_BYTES_MAX = 1 << 20;

  private final Source source;
  private boolean isBetweenEntries;
  private long headerBytes;

  LayerTar(InputStream in) {
    this(new Source(in));
  }

  private LayerTar(Source source) {
    super(source);
    this.source = source;
  }

  @Override
  public TarArchiveEntry getNextEntry() throws IOException {
    if (getCurrentEntry() != null) {
      transferTo(OutputStream.nullOutputStream());
    }
    isBetweenEntries = true;
    headerBytes = 0;
    try {
      return super.getNextEntry();
    } catch (IOException e) {
      throw fault(e);
    } finally {
      isBetweenEntries = false;
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(buffer, offset, length);
    } catch (IOException e) {
      throw fault(e);
    }
    headerBytes += isBetweenEntries && read > 0 ? read : 0;
    if (headerBytes > HEADERS_BYTES_MAX) {
      throw new ArchiveException("an entry has more than " + HEADERS_BYTES_MAX + " bytes of names");
    }
    return read;
  }

  private IOException fault(IOException e) {
    return source.failed || e instanceof ArchiveException
        ? e
        : new ArchiveException(e.getMessage(), (Throwable) e);
  }

  /** Remembers whether reading failed. */
  private static final class Source extends FilterInputStream {
    private boolean failed;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      failed = true;
      int read = super.read();
      failed = false;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      failed = true;
      int read = super.read(buffer, offset, length);
      failed = false;
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      failed = true;
      long skipped = super.skip(count);
      failed = false;
      return skipped;
    }
  }
}
