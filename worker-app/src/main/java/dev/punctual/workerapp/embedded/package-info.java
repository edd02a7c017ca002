/**
 * Embedded mode: with nothing configured, Punctual starts a real PostgreSQL and a real Temporal server as children of its
 * own process, keeps their data in one home directory, restarts a child that dies, and stops both after everything that
 * needs them has stopped. {@link dev.punctual.workerapp.embedded.EmbeddedMode} decides, the servers do the work, and
 * {@link dev.punctual.workerapp.embedded.Supervisor} watches. All of it listens on the loopback address only.
 */
@NullMarked
package dev.punctual.workerapp.embedded;

import org.jspecify.annotations.NullMarked;
