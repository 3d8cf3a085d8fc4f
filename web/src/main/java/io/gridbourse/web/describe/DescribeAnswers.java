package io.gridbourse.web.describe;

import io.gridbourse.domain.wire.Views.Problem;
import io.gridbourse.web.ApiApplication;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.identity.IdempotencyFilter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/**
 * Completes the description: the container's scan knows neither generic lists nor the records of
 * other modules, so that answers, bodies and problems are described here from the methods' types.
 */
public class DescribeAnswers implements OASFilter {
  private static final String BASE = "/api";

  private final RecordSchemas schemas = new RecordSchemas();

  @Override
  public void filterOpenAPI(OpenAPI description) {
    // The worker protocol is described by its records; this is the interface for people.
    List.copyOf(description.getPaths().getPathItems().keySet()).stream()
        .filter(path -> !path.startsWith(BASE))
        .forEach(description.getPaths()::removePathItem);
    for (Class<?> resource : new ApiApplication().getClasses()) {
      if (resource.isAnnotationPresent(Path.class)) {
        for (Method method : resource.getDeclaredMethods()) {
          describe(description, resource, method);
        }
      }
    }
    schemas.of(Problem.class);
    description.setComponents(
        (description.getComponents() == null
                ? OASFactory.createComponents()
                : description.getComponents())
            .schemas(schemas.named()));
    description.setExtensions(Map.of());
    description.setTags(
        description.getTags().stream()
            .map(Tag::getName)
            .distinct()
            .sorted()
            .map(name -> OASFactory.createTag().name(name))
            .toList());
  }

  private void describe(OpenAPI description, Class<?> resource, Method method) {
    Optional<String> verb = verb(method);
    Operation said = method.getAnnotation(Operation.class);
    if (verb.isEmpty() || (said != null && said.hidden())) {
      return;
    }
    String path = path(resource, method);
    PathItem item = description.getPaths().getPathItem(path);
    if (item == null) {
      throw new IllegalStateException("the scan missed " + verb.get() + " " + path);
    }
    var operation = item.getOperations().get(PathItem.HttpMethod.valueOf(verb.get()));
    operation.setOperationId(resource.getSimpleName() + "." + method.getName());
    operation.setResponses(
        OASFactory.createAPIResponses()
            .addAPIResponse(status(method), success(resource, method))
            .addAPIResponse(
                "default",
                OASFactory.createAPIResponse()
                    .description("A problem; its code is stable")
                    .content(content(ProblemException.MEDIA_TYPE, schemas.of(Problem.class)))));
    if (verb.get().equals(HttpMethod.POST)) {
      operation.addParameter(
          OASFactory.createParameter()
              .name(IdempotencyFilter.HEADER)
              .in(In.HEADER)
              .description("The same key and body take effect once and get the same answer")
              .schema(OASFactory.createSchema().type(Schema.SchemaType.STRING)));
    }
    Arrays.stream(method.getParameters())
        .filter(parameter -> parameter.getAnnotations().length == 0)
        .findFirst()
        .ifPresent(body -> operation.setRequestBody(body(method, body)));
  }

  private org.eclipse.microprofile.openapi.models.responses.APIResponse success(
      Class<?> resource, Method method) {
    APIResponseSchema said = method.getAnnotation(APIResponseSchema.class);
    var response =
        OASFactory.createAPIResponse()
            .description(
                said == null || said.responseDescription().isEmpty()
                    ? "Done"
                    : said.responseDescription());
    Type type = said == null ? method.getGenericReturnType() : said.value();
    if (type == void.class || type == Void.class || type == Response.class) {
      return response;
    }
    String[] media = media(method.getAnnotation(Produces.class), resource);
    return response.content(content(media[0], schema(type)));
  }

  private org.eclipse.microprofile.openapi.models.parameters.RequestBody body(
      Method method, Parameter parameter) {
    Consumes said = method.getAnnotation(Consumes.class);
    Content content = OASFactory.createContent();
    for (String media : said == null ? new String[] {MediaType.APPLICATION_JSON} : said.value()) {
      content.addMediaType(
          media, OASFactory.createMediaType().schema(schema(parameter.getParameterizedType())));
    }
    return OASFactory.createRequestBody().required(true).content(content);
  }

  private Schema schema(Type type) {
    if (type instanceof Class<?> plain && !plain.isRecord() && plain != String.class) {
      // Streams and bytes.
      return OASFactory.createSchema().type(Schema.SchemaType.STRING).format("binary");
    }
    return schemas.of(type);
  }

  private static Content content(String media, Schema schema) {
    return OASFactory.createContent()
        .addMediaType(media, OASFactory.createMediaType().schema(schema));
  }

  private static String[] media(Produces own, Class<?> resource) {
    Produces said = own == null ? resource.getAnnotation(Produces.class) : own;
    String first = said == null ? MediaType.APPLICATION_JSON : said.value()[0];
    return new String[] {first.split(";", 2)[0]};
  }

  private static String status(Method method) {
    APIResponseSchema said = method.getAnnotation(APIResponseSchema.class);
    if (said != null && !said.responseCode().isEmpty()) {
      return said.responseCode();
    }
    return method.getReturnType() == void.class ? "204" : "200";
  }

  private static Optional<String> verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return Optional.of(verb.value());
      }
    }
    return Optional.empty();
  }

  private static String path(Class<?> resource, Method method) {
    Path own = method.getAnnotation(Path.class);
    String path = BASE + resource.getAnnotation(Path.class).value();
    if (own != null) {
      path = path + (own.value().startsWith("/") ? "" : "/") + own.value();
    }
    // A template's pattern is no part of the described path.
    return path.replaceAll("\\{\\s*(\\w+)\\s*:[^{}]*(\\{[^}]*\\}[^{}]*)*\\}", "{$1}");
  }
}
