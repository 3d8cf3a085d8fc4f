package io.gridbourse.domain.data.image;

import io.gridbourse.domain.value.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A look into parsed JSON that misses nothing silently: what has the wrong form is refused. */
record ImageTree(@Nullable Object value, String name) {
  private static final int WORDS_MAX = 1_024;
  private static final int WORD_MAX = 65_536;

  ImageTree at(String field) throws ImageRefusedException {
    if (value == null) {
      return new ImageTree(null, name + "." + field);
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong("is no object");
    }
    return new ImageTree(map.get(field), name + "." + field);
  }

  boolean isThere() {
    return value != null;
  }

  List<ImageTree> list(int max) throws ImageRefusedException {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> all)) {
      throw wrong("is no list");
    }
    if (all.size() > max) {
      throw wrong("has more than " + max + " entries");
    }
    List<ImageTree> trees = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      trees.add(new ImageTree(all.get(i), name + "[" + i + "]"));
    }
    return trees;
  }

  String text() throws ImageRefusedException {
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text) || text.length() > WORD_MAX || text.indexOf('\0') >= 0) {
      throw wrong("is no text of at most " + WORD_MAX + " characters");
    }
    return text;
  }

  List<String> words() throws ImageRefusedException {
    List<String> words = new ArrayList<>();
    for (ImageTree each : list(WORDS_MAX)) {
      words.add(each.text());
    }
    return words;
  }

  /** Settings as {@code NAME=value}. */
  Map<String, String> settings() throws ImageRefusedException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String each : words()) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw wrong("has a setting that is no NAME=value");
      }
      settings.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return settings;
  }

  Sha256 digest() throws ImageRefusedException {
    try {
      return Sha256.parse(text());
    } catch (IllegalArgumentException e) {
      throw wrong("is no sha256: and 64 hex digits");
    }
  }

  ImageRefusedException wrong(String what) {
    return new ImageRefusedException(name + " " + what);
  }
}
