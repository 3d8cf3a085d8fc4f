/** What the command prints: tables, JSON, YAML, CSV, names, bars. */
package io.gridbourse.cli.output;
