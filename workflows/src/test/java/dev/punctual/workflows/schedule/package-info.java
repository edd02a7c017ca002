/** Tests of the schedules: tables, refusals, and a second implementation to compare with. */
@NullMarked
package dev.punctual.workflows.schedule;

import org.jspecify.annotations.NullMarked;
