/**
 * Who may call: the API key, and what keeps other web sites' pages out.
 */
@NullMarked
package dev.punctual.api.security;

import org.jspecify.annotations.NullMarked;
