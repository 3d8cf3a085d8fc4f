/**
 * The services that the client of iExec's network expects, at the root of the server: their paths,
 * their JSON, their errors.
 */
package io.gridbourse.web.gateway;
