package dev.punctual.book;

import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.OutputLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lines that fires wrote, in PostgreSQL: some of them in each row. */
public final class JdbcFireOutput implements FireOutput {
    /** Rows of one answer: each holds what was written in about a second. */
    private static final int ROWS = 100;

    private final JdbcClient jdbc;

    /** @param jdbc of the book's database */
    public JdbcFireOutput(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A line as it stands in a row. */
    private record Stored(String s, Instant at, String text) {
        static Stored of(OutputLine line) {
            return new Stored(line.stream().name().toLowerCase(Locale.ROOT), line.at(), line.text());
        }

        OutputLine line() {
            return new OutputLine(OutputLine.Stream.valueOf(s.toUpperCase(Locale.ROOT)), at, text);
        }
    }

    /** Keeps lines of an attempt, if it is still the one of this claim. */
    void keep(FireId fire, UUID token, List<OutputLine> lines) {
        jdbc.sql("""
                with last as (
                    select w.first + w.lines as next from fire_output w
                    where w.scheduled_for = :scheduledFor and w.fire = :fire order by w.first desc limit 1
                )
                insert into fire_output (scheduled_for, fire, first, lines, content)
                select f.scheduled_for, f.id, coalesce((select next from last), 1), :lines, :content::jsonb
                from fire f
                where f.scheduled_for = :scheduledFor and f.id = :fire and f.claim = :token and f.finished_at is null
                    and coalesce((select next from last), 1) <= :most
                """)
                .param("scheduledFor", Columns.parameter(fire.scheduledFor()))
                .param("fire", fire.value())
                .param("token", token)
                .param("lines", lines.size())
                .param("content", BookJson.write(lines.stream().map(Stored::of).toList()))
                .param("most", MOST_LINES)
                .update();
    }

    @Override
    public List<Numbered> lines(FireId fire, int from) {
        List<Numbered> found = new ArrayList<>();
        jdbc.sql("""
                select first, content from fire_output
                where scheduled_for = :scheduledFor and fire = :fire and first + lines > :from
                order by first limit :rows
                """)
                .param("scheduledFor", Columns.parameter(fire.scheduledFor()))
                .param("fire", fire.value())
                .param("from", from)
                .param("rows", ROWS)
                .query(row -> {
                    int number = row.getInt("first");
                    for (Stored line : BookJson.read(String.valueOf(row.getString("content")), Stored[].class)) {
                        if (number >= from) {
                            found.add(new Numbered(number, line.line()));
                        }
                        number++;
                    }
                });
        return found;
    }
}
