package io.gridbourse.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CacheNews;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTellerTest {
  private static final long BYTES_MAX = 10_000;
  @TempDir private Path folder;
  private ContentCache cache;
  private CacheTeller teller;

  @BeforeEach
  void open() throws Exception {
    cache = cache();
    teller = new CacheTeller(cache);
  }

  private ContentCache cache() throws Exception {
    return new ContentCache(folder, BYTES_MAX, Clock.systemUTC());
  }

  /** Fetches content of so many bytes; its name as it is told. */
  private String fetch(String text, int bytes) throws Exception {
    byte[] content = text.repeat(bytes).substring(0, bytes).getBytes(StandardCharsets.UTF_8);
    Sha256 name = Sha256.of(content);
    cache.get(name, each -> new ByteArrayInputStream(content));
    return name.hex().substring(0, 16);
  }

  @Test
  void everythingIsToldOnceAndThenWhatChanged() throws Exception {
    assertThat(teller.news()).as("of an empty cache").isNull();
    String first = fetch("a", 4_000);
    CacheNews all = teller.news();
    assertThat(all.from()).isZero();
    assertThat(all.kept()).containsExactly(first);
    teller.answered(all.to());
    assertThat(teller.news()).isNull();
    String second = fetch("b", 4_000);
    fetch("a", 4_000);
    assertThat(teller.news().kept()).containsExactly(second);
    teller.answered(teller.news().to());
    String third = fetch("c", 4_000);
    CacheNews evicted = teller.news();
    assertThat(evicted.from()).isGreaterThan(all.to());
    assertThat(evicted.kept()).containsExactly(third);
    assertThat(evicted.gone()).as("not used for longest").containsExactly(second);
  }

  @Test
  void whatGotNoAnswerIsToldAgain() throws Exception {
    String first = fetch("a", 10);
    CacheNews unanswered = teller.news();
    String second = fetch("b", 10);
    assertThat(teller.news()).isEqualTo(unanswered);
    teller.answered(unanswered.to());
    assertThat(teller.news().kept()).containsExactly(second).doesNotContain(first);
  }

  @Test
  void aServerThatGoesBySomethingElseIsToldEverything() throws Exception {
    String first = fetch("a", 10);
    teller.answered(teller.news().to());
    teller.answered(0L);
    assertThat(teller.news().from()).isZero();
    assertThat(teller.news().kept()).containsExactly(first);
  }

  @Test
  void aServerThatBelievesInAnEarlierCacheIsToldThatItIsEmpty() {
    assertThat(teller.news()).isNull();
    teller.answered(41L);
    CacheNews nothing = teller.news();
    assertThat(nothing.from()).isZero();
    assertThat(nothing.kept()).isEmpty();
    teller.answered(nothing.to());
    assertThat(teller.news()).isNull();
  }

  @Test
  void aServerThatDoesNotWantToKnowIsToldNothing() throws Exception {
    teller.answered(null);
    fetch("a", 10);
    assertThat(teller.news()).isNull();
    teller.answered(0L);
    assertThat(teller.news()).isNotNull();
  }

  @Test
  void theLargestAreToldAndNotMoreThanMayBe() throws Exception {
    String largest = fetch("largest", 5_000);
    for (int i = 0; i < CacheNews.CONTENTS_MAX + 5; i++) {
      fetch("small" + i, 4);
    }
    assertThat(teller.news().kept()).hasSizeLessThanOrEqualTo(CacheNews.CONTENTS_MAX);
    assertThat(teller.news().kept()).contains(largest);
  }

  @Test
  void whatIsThereFromBeforeIsTold() throws Exception {
    String first = fetch("a", 10);
    Files.writeString(folder.resolve("fetch-1.part"), "of a worker that died");
    List<String> told = new CacheTeller(cache()).news().kept();
    assertThat(told).containsExactly(first);
  }
}
