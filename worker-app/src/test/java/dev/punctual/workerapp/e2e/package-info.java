/**
 * Punctual as its users meet it: a process of its own, its REST interface, a real PostgreSQL and a real Temporal. What ran is
 * read from a server outside of Punctual, which counts the calls that arrive.
 */
@NullMarked
package dev.punctual.workerapp.e2e;

import org.jspecify.annotations.NullMarked;
