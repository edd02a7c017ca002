package dev.punctual.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

class OutageTests {
    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "08001", "40001", "40P01", "53100", "53300", "57P01", "57P03", "57014", "58030", "25006"
            })
    void whatPassesIsAnOutage(String state) {
        assertThat(Outage.isOne(new IllegalStateException(new SQLException("x", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P05", "42601", "42P01", "22001"})
    void whatTheDatabaseRejectsIsNone(String state) {
        assertThat(Outage.isOne(new DataIntegrityViolationException("x", new SQLException("x", state))))
                .isFalse();
    }

    @Test
    void aServerThatGivesUpIsAnOutageWhateverItsCode() {
        assertThat(Outage.isOne(answered("PANIC", "could not write to log file: File too large")))
                .isTrue();
        assertThat(Outage.isOne(answered("FATAL", "the system is broken"))).isTrue();
        assertThat(Outage.isOne(answered("ERROR", "could not find a plan"))).isFalse();
    }

    private static Exception answered(String severity, String text) {
        ServerErrorMessage message = new ServerErrorMessage("S%s\0CXX000\0M%s\0".formatted(severity, text));
        return new UncategorizedSQLException("claim", "select", new PSQLException(message));
    }

    @Test
    void aConnectionThatCannotBeHadIsAnOutage() {
        SQLTransientConnectionException pool = new SQLTransientConnectionException("no connection within 30 s");
        assertThat(Outage.isOne(new CannotGetJdbcConnectionException("x", pool)))
                .isTrue();
        assertThat(Outage.isOne(new CannotCreateTransactionException("x", pool)))
                .isTrue();
        assertThat(Outage.isOne(new QueryTimeoutException("x"))).isTrue();
        assertThat(Outage.isOne(new BookUnavailableException("x"))).isTrue();
    }

    @Test
    void aRowThatIsTooLargeIsNoneWhateverSpringCallsIt() {
        SQLException tooLarge = new SQLException("index row size 2800 exceeds btree maximum 2704", "54000");
        assertThat(Outage.isOne(new DataAccessResourceFailureException("x", tooLarge)))
                .isFalse();
    }

    @Test
    void whatHasNothingToDoWithTheDatabaseIsNone() {
        assertThat(Outage.isOne(new NullPointerException("x"))).isFalse();
    }

    @Test
    void theReasonIsOneLineOfTheFirstCause() {
        assertThat(Outage.brief(new IllegalStateException("outer", new SQLException("ERROR: gone\n  Detail: secret"))))
                .isEqualTo("SQLException: ERROR: gone");
    }
}
