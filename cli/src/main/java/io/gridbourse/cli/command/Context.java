package io.gridbourse.cli.command;

import io.gridbourse.cli.output.Terminal;
import java.util.Map;

/** What every command knows of the process it runs in. */
public record Context(Terminal terminal, Map<String, String> environment) {}
