package io.gridbourse.ejb.session;

import io.gridbourse.ejb.users.User;
import java.time.Instant;

/**
 * A browser that gave a token.
 *
 * @param csrf must come back in a header with every change, so that no other site can make one
 * @param expires after this the token is asked for again
 */
public record Session(User user, String csrf, Instant expires) {}
