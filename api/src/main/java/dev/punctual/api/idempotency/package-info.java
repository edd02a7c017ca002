/**
 * Repeated POSTs: the same Idempotency-Key and body answers the first answer again.
 */
@NullMarked
package dev.punctual.api.idempotency;

import org.jspecify.annotations.NullMarked;
