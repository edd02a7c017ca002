/** One handler for each kind of action; adding one touches nothing else here. */
@NullMarked
package dev.punctual.activities.action;

import org.jspecify.annotations.NullMarked;
