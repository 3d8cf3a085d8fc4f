/** What the server remembers about its callers: sessions of browsers, answers to repeated keys. */
package io.gridbourse.ejb.session;
