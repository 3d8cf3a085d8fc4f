package io.gridbourse.web.describe;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the records that cross the border, from the records themselves: a component that may
 * be null is optional, all others are required.
 */
final class RecordSchemas {
  private static final Map<Class<?>, SchemaType> PLAIN =
      Map.of(
          String.class, SchemaType.STRING,
          boolean.class, SchemaType.BOOLEAN,
          Boolean.class, SchemaType.BOOLEAN,
          int.class, SchemaType.INTEGER,
          Integer.class, SchemaType.INTEGER,
          long.class, SchemaType.INTEGER,
          Long.class, SchemaType.INTEGER,
          double.class, SchemaType.NUMBER,
          Double.class, SchemaType.NUMBER);

  private final Map<String, Schema> named = new TreeMap<>();

  /** All records met so far, by name. */
  Map<String, Schema> named() {
    return named;
  }

  /** The schema of a type; a record becomes a reference. */
  Schema of(Type type) {
    return of(type, Map.of());
  }

  private Schema of(Type type, Map<TypeVariable<?>, Type> bound) {
    if (type instanceof TypeVariable<?> variable) {
      return of(bound.get(variable), bound);
    }
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, bound);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return reference(plain.getSimpleName(), plain, bound);
    }
    if (plain == Instant.class) {
      return OASFactory.createSchema().type(SchemaType.STRING).format("date-time");
    }
    SchemaType known = PLAIN.get(plain);
    Schema schema = OASFactory.createSchema().type(known == null ? SchemaType.OBJECT : known);
    return plain == long.class || plain == Long.class ? schema.format("int64") : schema;
  }

  private Schema ofGeneric(ParameterizedType generic, Map<TypeVariable<?>, Type> bound) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] arguments = generic.getActualTypeArguments();
    if (raw == List.class) {
      return OASFactory.createSchema().type(SchemaType.ARRAY).items(of(arguments[0], bound));
    }
    if (raw == Map.class) {
      return OASFactory.createSchema()
          .type(SchemaType.OBJECT)
          .additionalPropertiesSchema(of(arguments[1], bound));
    }
    Map<TypeVariable<?>, Type> inner = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      inner.put(raw.getTypeParameters()[i], arguments[i]);
    }
    String of =
        Arrays.stream(arguments)
            .map(argument -> ((Class<?>) argument).getSimpleName())
            .collect(Collectors.joining());
    return reference(raw.getSimpleName() + "Of" + of, raw, inner);
  }

  private Schema reference(String name, Class<?> type, Map<TypeVariable<?>, Type> bound) {
    if (!named.containsKey(name)) {
      Schema schema = OASFactory.createSchema().type(SchemaType.OBJECT);
      // Put before its components are looked at: a record may hold itself.
      named.put(name, schema);
      for (RecordComponent component : type.getRecordComponents()) {
        schema.addProperty(component.getName(), of(component.getGenericType(), bound));
        if (!mayBeNull(component)) {
          schema.addRequired(component.getName());
        }
      }
    }
    return OASFactory.createSchema().ref(name);
  }

  private static boolean mayBeNull(RecordComponent component) {
    AnnotatedElement type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class);
  }
}
