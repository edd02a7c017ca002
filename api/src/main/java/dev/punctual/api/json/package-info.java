/**
 * Reads request bodies: strict JSON into a tree, then fields by name, with every mistake collected and pointed at.
 */
@NullMarked
package dev.punctual.api.json;

import org.jspecify.annotations.NullMarked;
