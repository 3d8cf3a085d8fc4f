package io.gridbourse.worker.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one sandbox shows and allows: a description that {@link Sandbox} makes a command of. */
public final class SandboxSpec {
  private final List<String> mounts = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> limits = new ArrayList<>();
  private final List<String> command;
  private String directory = "/";
  private boolean nesting;

  private SandboxSpec(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** A sandbox that runs a command and shows nothing but the system's programs. */
  public static SandboxSpec of(List<String> command) {
    return new SandboxSpec(command);
  }

  /** Shows a file or folder of the host, to be read only. */
  public SandboxSpec show(Path source, String destination) {
    mounts.addAll(List.of("--ro-bind", source.toString(), destination));
    return this;
  }

  /** Shows it if it is there. */
  public SandboxSpec showIfThere(String path) {
    mounts.addAll(List.of("--ro-bind-try", path, path));
    return this;
  }

  /** Lets a device of the host be used, if it is there. */
  public SandboxSpec device(String path) {
    mounts.addAll(List.of("--dev-bind-try", path, path));
    return this;
  }

  /** An empty folder in memory that takes at most {@code bytes}. */
  public SandboxSpec scratch(String destination, long bytes) {
    mounts.addAll(List.of("--size", Long.toString(bytes), "--tmpfs", destination));
    return this;
  }

  public SandboxSpec env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** A limit of prlimit, as {@code nofile}, for every process of the sandbox. */
  public SandboxSpec limit(String resource, long value) {
    limits.add("--" + resource + "=" + value + ":" + value);
    return this;
  }

  /** The working directory, a path inside. */
  public SandboxSpec in(String path) {
    directory = path;
    return this;
  }

  /**
   * The command makes sandboxes inside, which the filter of system calls would refuse: it is our
   * own, and gives the filter to those.
   */
  public SandboxSpec nesting() {
    nesting = true;
    return this;
  }

  boolean isNesting() {
    return nesting;
  }

  List<String> mounts() {
    return mounts;
  }

  Map<String, String> environment() {
    return environment;
  }

  List<String> limits() {
    return limits;
  }

  List<String> command() {
    return command;
  }

  String directory() {
    return directory;
  }
}
