package dev.punctual.api.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ListenGuardTest {
    @Test
    void letsAServerWithoutAKeyListenOnTheMachineItselfOnly() throws UnknownHostException {
        for (String loopback : new String[] {"127.0.0.1", "127.1.2.3", "::1"}) {
            InetAddress address = InetAddress.getByName(loopback);
            assertThatCode(() -> ListenGuard.check(address, false)).doesNotThrowAnyException();
        }
        for (String open : new String[] {"0.0.0.0", "::", "10.0.0.1"}) {
            InetAddress address = InetAddress.getByName(open);
            assertThatIllegalStateException()
                    .isThrownBy(() -> ListenGuard.check(address, false))
                    .withMessageContaining("punctual.security.api-key");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> ListenGuard.check(null, false))
                .withMessageContaining("all addresses");
    }

    @Test
    void letsAServerWithAKeyListenAnywhere() {
        assertThatCode(() -> ListenGuard.check(null, true)).doesNotThrowAnyException();
    }
}
