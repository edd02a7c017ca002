/** The report of a run, made once and shown as text, Markdown, JSON and one self-contained HTML page. */
@NullMarked
package dev.punctual.bench.report;

import org.jspecify.annotations.NullMarked;
