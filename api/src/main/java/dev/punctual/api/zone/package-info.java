/**
 * The time-zone data of this process, and the next fires that other data had put elsewhere.
 */
@NullMarked
package dev.punctual.api.zone;

import org.jspecify.annotations.NullMarked;
