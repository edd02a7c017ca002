/**
 * The live workers.
 */
@NullMarked
package dev.punctual.api.worker;

import org.jspecify.annotations.NullMarked;
