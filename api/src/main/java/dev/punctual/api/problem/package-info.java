/**
 * What is answered when a request fails: one problem document (RFC 9457) for every 4xx and 5xx, wherever it arises.
 */
@NullMarked
package dev.punctual.api.problem;

import org.jspecify.annotations.NullMarked;
