/**
 * The book of record: the truth about tasks and fires, in PostgreSQL, and the only SQL of the project. What is asked often is
 * asked for many callers at once ({@link dev.punctual.book.Batcher}); what a user changes is one transaction on the task's row,
 * which a claim locks too, so that an acknowledged change can never be followed by a start of what it revoked.
 */
@NullMarked
package dev.punctual.book;

import org.jspecify.annotations.NullMarked;
