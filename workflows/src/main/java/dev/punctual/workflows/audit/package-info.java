/**
 * The completeness audit: which instants a task's definitions named, and what the ledger says became of each. Pure, and apart
 * from the planner whose work it judges.
 */
@NullMarked
package dev.punctual.workflows.audit;

import org.jspecify.annotations.NullMarked;
