/**
 * What an operator may set: one record per area, read once from the properties file and checked.
 */
package io.gridbourse.ejb.settings;
