/**
 * The REST contract: requests are read and checked, carried out by the book, and shown as views. {@link dev.punctual.api.ApiConfiguration} lists what it is made of.
 */
@NullMarked
package dev.punctual.api;

import org.jspecify.annotations.NullMarked;
