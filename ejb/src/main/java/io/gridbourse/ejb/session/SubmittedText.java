package io.gridbourse.ejb.session;

/** A BagSpec as it came. */
// The bytes go from the network to the database and back, and are compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
public record SubmittedText(String mediaType, byte[] body) {}
