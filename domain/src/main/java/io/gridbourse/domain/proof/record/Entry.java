package io.gridbourse.domain.proof.record;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Hex;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of the side record: what happened to a range of tasks of a partition. Its bytes are
 * canonical: equal entries have equal bytes, and no other bytes are read.
 *
 * @param at with milliseconds
 * @param first index of the first task as the ledger counts it, from the request's first one
 * @param values one for each field of the kind, in order
 */
public record Entry(
    EntryKind kind,
    Instant at,
    DealId deal,
    int partition,
    long first,
    int count,
    List<Object> values) {
  /** The first byte of every entry. */
  static final int VERSION = 1;

  private static final int HEAD = 2 + Long.BYTES + 32 + Integer.BYTES + Long.BYTES + Integer.BYTES;
  private static final int WORD = 32;

  public Entry {
    values = List.copyOf(values);
    if (values.size() != kind.fields().size()) {
      throw new IllegalArgumentException(
          kind + " has " + kind.fields().size() + " fields, not " + values.size());
    }
    if (partition < 0 || first < 0 || count < 1) {
      throw new IllegalArgumentException(
          "tasks " + first + "+" + count + " of partition " + partition + " cannot be");
    }
  }

  /** An entry of what happened to a range; {@code values} follow the fields of the kind. */
  public static Entry of(EntryKind kind, Instant at, Range range, Object... values) {
    return new Entry(
        kind,
        Instant.ofEpochMilli(at.toEpochMilli()),
        range.deal(),
        range.partition(),
        range.first(),
        range.count(),
        List.of(values));
  }

  /** Tasks of a partition. */
  public record Range(DealId deal, int partition, long first, int count) {}

  /** Whether it says something of the task at {@code index}. */
  public boolean concerns(long index) {
    return first <= index && index - first < count;
  }

  /** The value of a field. */
  public Object value(String field) {
    for (int i = 0; i < values.size(); i++) {
      if (kind.fields().get(i).name().equals(field)) {
        return values.get(i);
      }
    }
    throw new IllegalArgumentException(kind + " has no field " + field);
  }

  /** The fields with their values as text, in order. */
  public Map<String, String> described() {
    Map<String, String> described = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      EntryKind.Field field = kind.fields().get(i);
      Object value = values.get(i);
      described.put(
          field.name(),
          value instanceof List<?> many
              ? String.join(" ", many.stream().map(Object::toString).toList())
              : value.toString());
    }
    return described;
  }

  /** The canonical bytes. */
  public byte[] bytes() {
    List<byte[]> parts = new ArrayList<>();
    int length = HEAD;
    for (int i = 0; i < values.size(); i++) {
      byte[] part = FieldBytes.write(kind.fields().get(i), values.get(i));
      parts.add(part);
      length += part.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.put((byte) VERSION).put((byte) kind.code()).putLong(at.toEpochMilli());
    bytes.put(deal.bytes()).putInt(partition).putLong(first).putInt(count);
    parts.forEach(bytes::put);
    return bytes.array();
  }

  /**
   * Reads canonical bytes.
   *
   * @throws IllegalArgumentException if they are not those of an entry
   */
  public static Entry parse(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("an entry begins with 1, not with " + version);
      }
      int code = in.get();
      EntryKind kind =
          EntryKind.of(code)
              .orElseThrow(() -> new IllegalArgumentException("no entry is of kind " + code));
      Instant at = Instant.ofEpochMilli(in.getLong());
      byte[] deal = new byte[WORD];
      in.get(deal);
      int partition = in.getInt();
      long first = in.getLong();
      int count = in.getInt();
      List<Object> values = new ArrayList<>();
      for (EntryKind.Field field : kind.fields()) {
        values.add(FieldBytes.read(field, in));
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes are left after the entry");
      }
      return new Entry(kind, at, new DealId(Hex.of(deal)), partition, first, count, values);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the entry ends too early, after " + bytes.length, e);
    }
  }
}
