package io.gridbourse.domain.wire;

import java.util.Map;

/**
 * The environment of a deal's tasks.
 *
 * @param botFirst index of the bag's first task in the volume of the request
 * @param variables those that all tasks share
 */
public record IexecWire(String deal, long botFirst, Map<String, String> variables) {}
