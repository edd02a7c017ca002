/**
 * What this Punctual is and how it fares: its version, its servers, what it allows.
 */
@NullMarked
package dev.punctual.api.system;

import org.jspecify.annotations.NullMarked;
