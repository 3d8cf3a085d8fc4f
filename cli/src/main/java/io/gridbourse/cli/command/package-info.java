/** The commands of users: submit, bag, task, results, why and their like. */
package io.gridbourse.cli.command;
