package io.gridbourse.ejb.data;

import io.gridbourse.domain.value.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A stream that fails at its end unless all its bytes together have the promised name. */
final class VerifiedStream extends FilterInputStream {
  private static final int SKIP_BUFFER = 8192;
  private final Sha256 name;
  private final MessageDigest digest = Sha256.newDigest();
  private boolean verified;

  VerifiedStream(InputStream in, Sha256 name) {
    super(in);
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = in.read(bytes, offset, length);
    if (n > 0) {
      digest.update(bytes, offset, n);
    } else if (n < 0 && !verified) {
      if (!MessageDigest.isEqual(digest.digest(), name.bytes())) {
        throw new IOException("the stored bytes of " + name + " are damaged");
      }
      verified = true;
    }
    return n;
  }

  /** Skipping reads, so that nothing escapes the digest. */
  @Override
  public long skip(long count) throws IOException {
    byte[] sink = new byte[(int) Math.min(SKIP_BUFFER, Math.max(0, count))];
    return sink.length == 0 ? 0 : Math.max(0, read(sink, 0, sink.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
