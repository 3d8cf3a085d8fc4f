package io.gridbourse.domain.proof.likeness;

import io.gridbourse.domain.bag.OutputFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Results that consist of files: like when they have the same names, in the same order, and each
 * file is like its other.
 */
public record EachFile(Comparator comparator) implements Comparator {
  @Override
  public String name() {
    return comparator.name();
  }

  @Override
  public Reading read(byte[] result) {
    List<String> names = new ArrayList<>();
    List<Legible> files = new ArrayList<>();
    try {
      for (OutputFile file : OutputFile.unpack(result)) {
        Reading reading = comparator.read(file.content());
        if (reading instanceof Illegible illegible) {
          return new Illegible(file.name() + ": " + illegible.why());
        }
        names.add(file.name());
        files.add((Legible) reading);
      }
    } catch (IllegalArgumentException e) {
      return new Illegible("the result does not consist of files");
    }
    return new Files(names, files);
  }

  private record Files(List<String> names, List<Legible> files) implements Legible {
    @Override
    public boolean isLike(Legible other) {
      if (!(other instanceof Files that) || !names.equals(that.names)) {
        return false;
      }
      for (int i = 0; i < files.size(); i++) {
        if (!files.get(i).isLike(that.files.get(i))) {
          return false;
        }
      }
      return true;
    }
  }
}
