/**
 * Live updates: one source for a process, fed by what the book committed, and streams that carry it to those who watch.
 */
@NullMarked
package dev.punctual.api.live;

import org.jspecify.annotations.NullMarked;
