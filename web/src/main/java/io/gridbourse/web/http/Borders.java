package io.gridbourse.web.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What both applications of the server share: every request passes these. */
public final class Borders {
  /** Jersey's own readers of JSON stay out: ours is strict. */
  public static final Map<String, Object> SETTINGS =
      Map.of(
          "jersey.config.server.wadl.disableWadl", true,
          "jersey.config.disableMoxyJson", true,
          "jersey.config.disableJsonBinding", true,
          "jersey.config.disableJacksonJson", true);

  private Borders() {}

  /** The shared parts and these resources. */
  public static Set<Class<?>> with(Class<?>... resources) {
    Set<Class<?>> all = new LinkedHashSet<>(List.of(resources));
    all.add(JsonBody.class);
    all.add(BodyLimitFilter.class);
    all.add(RequestIdFilter.class);
    all.add(ProblemMapper.class);
    all.add(RefusedRequestMapper.class);
    all.add(JsonProblemMapper.class);
    all.add(AnyFailureMapper.class);
    return all;
  }
}
