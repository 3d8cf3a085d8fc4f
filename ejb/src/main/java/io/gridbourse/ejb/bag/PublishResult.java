package io.gridbourse.ejb.bag;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.bag.OutputFile;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.ContentNames;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.market.IexecTask;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;

/**
 * Publishes the result of a task of iExec's client as an archive whose name is the SHA-256 of its
 * bytes: whoever reads the name on the ledger can check what was downloaded. Results of bags that
 * were submitted here stay with their owner.
 */
@ApplicationScoped
public class PublishResult {
  /** One moment for all entries: the same result is the same archive. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Sql sql;
  private FactRows facts;
  private TaskRecords records;
  private ContentStore store;
  private Clock clock;

  protected PublishResult() {}

  /** Into this store, noted in this database. */
  @Inject
  public PublishResult(DataSource database, ContentStore store, Clock clock) {
    this.sql = new Sql(database);
    this.records = new TaskRecords(database);
    this.facts = records.facts();
    this.store = store;
    this.clock = clock;
  }

  /** Where the results of a decided partition are: what the ledger will say. */
  public String publish(Partition partition, Terms terms) {
    if (partition.tasks() > 1 || !IexecTask.isMadeOfDeal(terms.bag().spec())) {
      return DecidedPartitions.where(partition);
    }
    TaskRecord record = records.of(terms.bag(), partition.number(), partition.first());
    return record.certified().map(answer -> link(partition, record, answer)).orElse("");
  }

  /** A published archive; empty if nothing was published under that name. */
  public Optional<InputStream> open(Sha256 name) {
    boolean published =
        sql.first("select 1 from published_result where content = ?", row -> true, name.hex())
            .isPresent();
    if (!published) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.open(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String link(Partition partition, TaskRecord record, TaskRecord.Certified answer) {
    byte[] archive = zip(files(partition, record, answer));
    try {
      Sha256 name = store.put(new ByteArrayInputStream(archive), archive.length);
      sql.update(
          "insert into published_result (content, bytes, published_at) values (?, ?, ?)"
              + " on conflict do nothing",
          name.hex(),
          archive.length,
          clock.instant());
      Map<String, String> results = new LinkedHashMap<>();
      results.put("storage", "ipfs");
      results.put("location", "/ipfs/" + name.hex());
      results.put("digest", answer.digest().hex());
      return Json.mapper().writeValueAsString(results);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts can be written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<OutputFile> files(
      Partition partition, TaskRecord record, TaskRecord.Certified answer) {
    Optional<TaskFailure> failure = record.failure();
    if (failure.isPresent()) {
      String words =
          failure.get().kind()
              + " exit code "
              + failure.get().exitCode()
              + "\n"
              + failure.get().message()
              + "\n";
      return List.of(new OutputFile("error.txt", words.getBytes(StandardCharsets.UTF_8)));
    }
    return new Outcomes(facts)
        .find(partition, record, answer.digest())
        .map(PublishResult::unpacked)
        .orElse(List.of());
  }

  /** What agreeing workers call files is no more to be trusted than what anybody says. */
  private static List<OutputFile> unpacked(byte[] outcome) {
    List<OutputFile> files;
    try {
      files = OutputFile.unpack(outcome);
    } catch (IllegalArgumentException e) {
      return List.of(new OutputFile("result.bin", outcome));
    }
    Set<String> names = new HashSet<>();
    boolean plain =
        files.stream().allMatch(file -> ContentNames.isSafe(file.name()) && names.add(file.name()));
    return plain ? files : List.of(new OutputFile("result.bin", outcome));
  }

  private static byte[] zip(List<OutputFile> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (OutputFile file : files) {
        CRC32 crc = new CRC32();
        crc.update(file.content());
        ZipEntry entry = new ZipEntry(file.name());
        entry.setTimeLocal(EPOCH);
        entry.setSize(file.content().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(file.content());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
