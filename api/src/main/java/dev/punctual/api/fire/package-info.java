/**
 * Fires: what came of the tasks, and what comes next.
 */
@NullMarked
package dev.punctual.api.fire;

import org.jspecify.annotations.NullMarked;
