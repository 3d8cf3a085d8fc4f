package io.gridbourse.ejb.schedule;

/** The name of this process among the nodes; another one at every start. */
public record NodeName(String text) {}
