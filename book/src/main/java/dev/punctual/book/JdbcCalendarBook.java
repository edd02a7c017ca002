package dev.punctual.book;

import dev.punctual.workflows.schedule.calendar.Calendar;
import dev.punctual.workflows.schedule.calendar.CalendarDefinition;
import dev.punctual.workflows.schedule.calendar.CalendarLinks;
import dev.punctual.workflows.schedule.calendar.NamedCalendar;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Calendars in PostgreSQL. */
public final class JdbcCalendarBook implements CalendarBook {
    private static final String SELECT =
            "select namespace, name, version, revision, definition, value, created_at, updated_at from calendar\n";

    /** As many of the tasks that use a calendar are named in a refusal. */
    private static final int NAMED_USERS = 10;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final CalendarUsers users;
    private final CalendarReplans replans;

    /**
     * @param jdbc of the book's database
     * @param transactions of the same
     * @param clock the book's
     * @param listener hears of every re-planned task after its commit
     */
    public JdbcCalendarBook(
            JdbcClient jdbc, TransactionOperations transactions, InstantSource clock, TaskListener listener) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.users = new CalendarUsers(jdbc);
        this.replans = new CalendarReplans(jdbc, transactions, clock, listener);
    }

    @Override
    public Optional<StoredCalendar> find(CalendarId id) {
        return jdbc.sql(SELECT + "where namespace = :namespace and name = :name")
                .param("namespace", id.namespace())
                .param("name", id.name())
                .query(JdbcCalendarBook::calendar)
                .optional();
    }

    @Override
    public List<StoredCalendar> list(String namespace, @Nullable String after, int limit) {
        return jdbc.sql(SELECT + "where namespace = :namespace and name > :after order by name limit :limit")
                .param("namespace", namespace)
                .param("after", after == null ? "" : after)
                .param("limit", limit)
                .query(JdbcCalendarBook::calendar)
                .list();
    }

    @Override
    public Stored put(
            CalendarId id, CalendarDefinition definition, Consumer<Optional<StoredCalendar>> check, String actor) {
        return Objects.requireNonNull(transactions.execute(status -> {
            lock(id.namespace());
            Optional<StoredCalendar> current = find(id);
            check.accept(current);
            if (current.isPresent() && current.get().definition().equals(definition)) {
                return new Stored(current.get(), false);
            }
            CalendarLinks links = links(id.namespace());
            if (current.isEmpty() && links.parts().size() >= MOST) {
                throw new CalendarRefusal.TooMany(id.namespace(), MOST);
            }
            Map<String, Calendar> values = revise(id, definition, links);
            store(id, definition, Objects.requireNonNull(values.remove(id.name())), actor);
            values.forEach((name, value) -> revise(new CalendarId(id.namespace(), name), value, id.name(), actor));
            return new Stored(find(id).orElseThrow(), current.isEmpty());
        }));
    }

    /** Calendars of a namespace change one after the other, as one may be made of another. */
    private void lock(String namespace) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('punctual calendars of ' || :namespace, 0))")
                .param("namespace", namespace)
                .query((row, number) -> number)
                .list();
    }

    private CalendarLinks links(String namespace) {
        Map<String, Set<String>> parts = new HashMap<>();
        jdbc.sql("select name, parts from calendar where namespace = :namespace")
                .param("namespace", namespace)
                .query(row -> {
                    parts.put(row.getString("name"), Set.copyOf(Arrays.asList(names(row.getArray("parts")))));
                });
        return new CalendarLinks(parts);
    }

    private static String[] names(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    private Map<String, Calendar> revise(CalendarId id, CalendarDefinition definition, CalendarLinks links) {
        return links.revise(
                id.name(),
                definition,
                name -> find(new CalendarId(id.namespace(), name)).orElseThrow().definition(),
                name -> find(new CalendarId(id.namespace(), name)).orElseThrow().value());
    }

    private void store(CalendarId id, CalendarDefinition definition, Calendar value, String actor) {
        jdbc.sql("""
                insert into calendar as c (namespace, name, version, revision, definition, parts, value, revised_by,
                    revised_through, created_at, updated_at)
                values (:namespace, :name, 1, nextval('calendar_revision'), :definition::jsonb,
                    array(select jsonb_array_elements_text(:parts::jsonb)), :value::jsonb, :actor, :name,
                    clock_timestamp(), clock_timestamp())
                on conflict (namespace, name) do update set version = c.version + 1, revision = excluded.revision,
                    definition = excluded.definition, parts = excluded.parts, value = excluded.value,
                    revised_by = excluded.revised_by, revised_through = excluded.revised_through,
                    updated_at = excluded.updated_at
                """)
                .param("namespace", id.namespace())
                .param("name", id.name())
                .param("definition", BookJson.write(definition))
                .param("parts", BookJson.write(definition.names()))
                .param("value", BookJson.write(value))
                .param("actor", actor)
                .update();
    }

    private void revise(CalendarId id, Calendar value, String through, String actor) {
        jdbc.sql("""
                update calendar set revision = nextval('calendar_revision'), value = :value::jsonb, revised_by = :actor,
                    revised_through = :through
                where namespace = :namespace and name = :name and value <> :value::jsonb
                """)
                .param("namespace", id.namespace())
                .param("name", id.name())
                .param("value", BookJson.write(value))
                .param("actor", actor)
                .param("through", through)
                .update();
    }

    @Override
    public void delete(CalendarId id, Consumer<StoredCalendar> check) {
        transactions.executeWithoutResult(status -> {
            lock(id.namespace());
            // waits for those who register a task with it; the next statement sees their tasks
            check.accept(jdbc.sql(SELECT + "where namespace = :namespace and name = :name for update")
                    .param("namespace", id.namespace())
                    .param("name", id.name())
                    .query(JdbcCalendarBook::calendar)
                    .optional()
                    .orElseThrow(() -> new CalendarRefusal.NotFound(id)));
            List<String> own = List.of(id.name());
            long tasks = users.count(id.namespace(), own).tasks();
            List<String> calendars = links(id.namespace()).namedBy(id.name());
            if (tasks > 0 || !calendars.isEmpty()) {
                List<String> some = users.tasks(id.namespace(), own, NAMED_USERS).stream()
                        .map(task -> task.id().id())
                        .toList();
                throw new CalendarRefusal.InUse(id, tasks, some, calendars);
            }
            users.forget(id);
            jdbc.sql("delete from calendar where namespace = :namespace and name = :name")
                    .param("namespace", id.namespace())
                    .param("name", id.name())
                    .update();
        });
    }

    @Override
    public Map<String, NamedCalendar> plan(CalendarId id, CalendarDefinition definition) {
        Map<String, NamedCalendar> planned = new LinkedHashMap<>();
        revise(id, definition, links(id.namespace())).forEach((name, value) -> {
            int revision = find(new CalendarId(id.namespace(), name))
                    .map(StoredCalendar::revision)
                    .orElse(0);
            planned.put(name, new NamedCalendar(name, revision + 1, value));
        });
        return planned;
    }

    @Override
    public Usage usage(CalendarId id) {
        return users.count(id.namespace(), links(id.namespace()).madeOf(id.name()));
    }

    @Override
    public List<Task> tasksUsing(String namespace, Collection<String> calendars, int limit) {
        return users.tasks(namespace, calendars, limit);
    }

    @Override
    public List<TaskId> behind(@Nullable String namespace, int limit) {
        return users.behind(namespace, limit);
    }

    @Override
    public int replan(List<TaskId> tasks) {
        return replans.replan(tasks);
    }

    static StoredCalendar calendar(ResultSet row, int rowNumber) throws SQLException {
        return new StoredCalendar(
                new CalendarId(row.getString("namespace"), row.getString("name")),
                row.getInt("version"),
                row.getInt("revision"),
                BookJson.read(row.getString("definition"), CalendarDefinition.class),
                BookJson.read(row.getString("value"), Calendar.class),
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "updated_at"));
    }
}
