package io.gridbourse.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A successful answer: its status and its JSON, which is missing when the body was empty. */
public record Answer(int status, JsonNode body) {}
