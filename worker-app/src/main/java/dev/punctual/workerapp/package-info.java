/**
 * The one Spring Boot application of Punctual: it wires the modules together, in the roles api and worker, and holds what
 * only a running process needs.
 */
@NullMarked
package dev.punctual.workerapp;

import org.jspecify.annotations.NullMarked;
