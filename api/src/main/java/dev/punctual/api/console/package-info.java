/**
 * Serves the web console, which the module {@code console} builds. Its files are public: what they show they ask of the API, like
 * any other client, and with the key where one is set.
 */
@NullMarked
package dev.punctual.api.console;

import org.jspecify.annotations.NullMarked;
