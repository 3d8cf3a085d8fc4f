package io.gridbourse.domain.data.image;

import java.util.Locale;

/**
 * What an image runs on, in the words of the image format.
 *
 * @param architecture such as amd64 or arm64
 */
public record ImagePlatform(String os, String architecture) {
  /** The only system whose images are run. */
  public static final String LINUX = "linux";

  /**
   * The platform of a machine.
   *
   * @param osArch as in the system property {@code os.arch}
   */
  public static ImagePlatform linux(String osArch) {
    String lower = osArch.toLowerCase(Locale.ROOT);
    return new ImagePlatform(
        LINUX,
        switch (lower) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> lower;
        });
  }

  public boolean isLinux() {
    return os.equals(LINUX);
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
