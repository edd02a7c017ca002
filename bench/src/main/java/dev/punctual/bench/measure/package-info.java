/**
 * What was due, what came, and what that says: lost, duplicate, early, and lateness with its percentiles. Pure: the same
 * files in give the same figures out.
 */
@NullMarked
package dev.punctual.bench.measure;

import org.jspecify.annotations.NullMarked;
