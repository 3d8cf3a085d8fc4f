/** What a driver is: it runs the tasks of a lease somewhere and says what it isolates. */
package io.gridbourse.worker.driver;
