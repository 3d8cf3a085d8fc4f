package io.gridbourse.domain.data.image;

import io.gridbourse.domain.value.Sha256;
import java.util.Optional;

/**
 * A layer of an image.
 *
 * @param file its name in the archive
 * @param digest of the file; empty where the archive does not say it
 * @param content digest of the tar archive that the file unpacks to
 */
public record ImageLayer(String file, Optional<Sha256> digest, Sha256 content) {}
