/** Local users: who may do what, known by the hash of a personal token. */
package io.gridbourse.ejb.users;
