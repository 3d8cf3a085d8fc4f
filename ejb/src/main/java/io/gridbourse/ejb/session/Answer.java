package io.gridbourse.ejb.session;

import java.util.Optional;

/** What a request was answered, to be told again when it is repeated. */
// The bytes go from the database to the network and are compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, String contentType, Optional<String> location, byte[] body) {}
