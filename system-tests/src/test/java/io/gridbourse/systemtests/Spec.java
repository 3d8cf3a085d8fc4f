package io.gridbourse.systemtests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** BagSpecs for tests: right unless a test makes them wrong. */
final class Spec {
  private final ObjectNode root;

  private Spec(ObjectNode root) {
    this.root = root;
  }

  /** Tasks 0 to {@code tasks} - 1 of an app, whose only argument is the task's number. */
  static Spec of(String app, long tasks) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("apiVersion", "gridbourse/v1").put("kind", "Bag");
    root.putObject("metadata").put("name", "test-" + app);
    ObjectNode spec = root.putObject("spec");
    spec.putObject("app").put("ref", app);
    spec.putArray("command").add(app).add("{task}");
    spec.putObject("params").putObject("task").put("range", "0-" + (tasks - 1));
    spec.putObject("resources").put("memory", "16MiB").put("walltime", "1m");
    spec.putObject("trust").put("confidence", 0.66).put("verify", "replicate");
    spec.putObject("market").put("category", "XS").put("maxPrice", "0.002 RLC");
    return new Spec(root);
  }

  /**
   * A search for addresses: work for a processor.
   *
   * @param keys keys that a task tries; 1,000 take some milliseconds
   */
  static Spec search(long tasks, int keys) {
    return of("vanity", tasks)
        .with(
            spec ->
                spec.putArray("command")
                    .add("vanity")
                    .add("--seed")
                    .add("{bag}")
                    .add("--index")
                    .add("{index}")
                    .add("--keys")
                    .add(Integer.toString(keys))
                    .add("--pattern")
                    .add("1L"))
        .with(spec -> spec.withObject("/resources").put("memory", "64MiB"));
  }

  /** The same with {@code spec} changed. */
  Spec with(Consumer<ObjectNode> change) {
    ObjectNode copy = root.deepCopy();
    change.accept((ObjectNode) copy.get("spec"));
    return new Spec(copy);
  }

  /** The same with this confidence: 0 for one worker per task, 0.66 for two, 0.99 for seven. */
  Spec confidence(double confidence) {
    return with(spec -> spec.withObject("/trust").put("confidence", confidence));
  }

  Spec named(String name) {
    ObjectNode copy = root.deepCopy();
    copy.withObject("/metadata").put("name", name);
    return new Spec(copy);
  }

  Spec project(String project) {
    ObjectNode copy = root.deepCopy();
    copy.withObject("/metadata").put("project", project);
    return new Spec(copy);
  }

  String json() {
    return root.toPrettyString();
  }

  byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }
}
