/**
 * The outside world of a task's workflow: hold until the instant, claim in the book, perform the action, record the outcome.
 */
@NullMarked
package dev.punctual.activities;

import org.jspecify.annotations.NullMarked;
