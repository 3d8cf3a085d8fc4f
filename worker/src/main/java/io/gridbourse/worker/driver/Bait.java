package io.gridbourse.worker.driver;

import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Things of the agent that no sandbox may reach.
 *
 * @param secret a readable file with {@code secretText} in it
 * @param forbidden a file that does not exist, in a folder that the agent can write
 * @param port a listener on loopback
 * @param connections how many connections the listener has taken so far
 */
public record Bait(
    Path secret, String secretText, Path forbidden, int port, IntSupplier connections) {}
