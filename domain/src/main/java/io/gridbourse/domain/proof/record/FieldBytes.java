package io.gridbourse.domain.proof.record;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fields of entries as bytes. Bytes are kept as hexadecimal text, which compares. */
final class FieldBytes {
  private static final int ADDRESS = 20;
  private static final int WORD = 32;
  private static final int LENGTH_MAX = 0xffff;

  private FieldBytes() {}

  static byte[] write(EntryKind.Field field, Object value) {
    return switch (field.form()) {
      case NUMBER -> number(field, (Long) value);
      case TIME -> number(field, ((Instant) value).toEpochMilli());
      case ADDRESS -> ((Address) value).bytes();
      case WORD -> ((Bytes32) value).bytes();
      case ADDRESSES -> addresses(field, (List<?>) value);
      case BYTES -> counted(field, Hex.bytes((String) value));
      case TEXT -> counted(field, ((String) value).getBytes(StandardCharsets.UTF_8));
    };
  }

  static Object read(EntryKind.Field field, ByteBuffer in) {
    return switch (field.form()) {
      case NUMBER -> number(field, in);
      case TIME -> Instant.ofEpochMilli(number(field, in));
      case ADDRESS -> new Address(Hex.of(take(in, ADDRESS)));
      case WORD -> Bytes32.of(take(in, WORD));
      case ADDRESSES -> addresses(in);
      case BYTES -> Hex.of(take(in, length(in)));
      case TEXT -> text(field, take(in, length(in)));
    };
  }

  private static byte[] number(EntryKind.Field field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field.name() + " is negative: " + value);
    }
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static long number(EntryKind.Field field, ByteBuffer in) {
    long value = in.getLong();
    if (value < 0) {
      throw new IllegalArgumentException(field.name() + " is above 2^63-1");
    }
    return value;
  }

  private static byte[] addresses(EntryKind.Field field, List<?> many) {
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + many.size() * ADDRESS);
    bytes.putShort(short16(field, many.size()));
    many.forEach(each -> bytes.put(((Address) each).bytes()));
    return bytes.array();
  }

  private static List<Address> addresses(ByteBuffer in) {
    int count = length(in);
    List<Address> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(new Address(Hex.of(take(in, ADDRESS))));
    }
    return List.copyOf(many);
  }

  private static byte[] counted(EntryKind.Field field, byte[] content) {
    return ByteBuffer.allocate(Short.BYTES + content.length)
        .putShort(short16(field, content.length))
        .put(content)
        .array();
  }

  private static short short16(EntryKind.Field field, int length) {
    if (length > LENGTH_MAX) {
      throw new IllegalArgumentException(
          field.name() + " has " + length + " parts, at most " + LENGTH_MAX + " fit");
    }
    return (short) length;
  }

  private static int length(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new java.nio.BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(EntryKind.Field field, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(field.name() + " is not UTF-8", e);
    }
  }
}
