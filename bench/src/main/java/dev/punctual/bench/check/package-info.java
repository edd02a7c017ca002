/**
 * The checker of the guarantees: an oracle of its own, which shares no code with the product, judges what users asked for, what
 * payloads saw and what the book says, and reports each invariant that was broken with the evidence for it.
 */
@NullMarked
package dev.punctual.bench.check;

import org.jspecify.annotations.NullMarked;
