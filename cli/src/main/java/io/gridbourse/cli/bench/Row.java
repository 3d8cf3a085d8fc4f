package io.gridbourse.cli.bench;

/** One measured value. */
record Row(String measure, String value, String remark) {}
