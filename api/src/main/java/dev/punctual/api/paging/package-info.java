/**
 * Pages of a list: keyset tokens that belong to one query.
 */
@NullMarked
package dev.punctual.api.paging;

import org.jspecify.annotations.NullMarked;
