package io.gridbourse.domain.proof.likeness;

import java.util.Arrays;

/** Results are the same when their bytes are. */
public record Bytes() implements Comparator {
  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public Reading read(byte[] result) {
    return new Whole(result.clone());
  }

  private static final class Whole implements Legible {
    private final byte[] bytes;

    private Whole(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean isLike(Legible other) {
      return other instanceof Whole whole && Arrays.equals(bytes, whole.bytes);
    }
  }
}
