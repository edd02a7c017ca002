/**
 * What every request passes: its path, its body, its query, and the values that controllers take from it.
 */
@NullMarked
package dev.punctual.api.web;

import org.jspecify.annotations.NullMarked;
