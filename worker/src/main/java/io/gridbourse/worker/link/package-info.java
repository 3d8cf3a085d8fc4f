/** The way to the server: signed requests, its clock, content by its hash. */
package io.gridbourse.worker.link;
