/**
 * Audits: what was expected of the tasks and what the ledger has, and the chained records of past days.
 */
@NullMarked
package dev.punctual.api.audit;

import org.jspecify.annotations.NullMarked;
