package dev.punctual.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that answers each byte with the next one. */
@Timeout(60)
class RelayTests {
    private ServerSocket server;
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> answer(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        relay = Relay.to(server::getLocalPort);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        server.close();
    }

    private static void answer(Socket socket) {
        try (socket) {
            for (int heard = socket.getInputStream().read();
                    heard >= 0;
                    heard = socket.getInputStream().read()) {
                socket.getOutputStream().write(heard + 1);
            }
        } catch (IOException reset) {
            return;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), relay.port());
    }

    private static int ask(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        return socket.getInputStream().read();
    }

    @Test
    void carriesBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, 1)).isEqualTo(2);
            assertThat(ask(socket, 41)).isEqualTo(42);
        }
    }

    @Test
    void resetsEveryConnectionWhileItIsCut() throws IOException {
        try (Socket before = connect()) {
            assertThat(ask(before, 1)).isEqualTo(2);

            relay.become(Relay.State.CUT);
            assertThatThrownBy(() -> fails(before)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket meanwhile = connect()) {
                            fails(meanwhile);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        relay.become(Relay.State.WHOLE);
        try (Socket after = connect()) {
            assertThat(ask(after, 1)).isEqualTo(2);
        }
    }

    /** The end of the stream counts as a failure, too. */
    private static void fails(Socket socket) throws IOException {
        if (ask(socket, 1) < 0) {
            throw new IOException("the connection has ended");
        }
    }

    @Test
    void withholdsAnswersWhileItIsMute() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, 1)).isEqualTo(2);

            relay.become(Relay.State.MUTE);
            socket.getOutputStream().write(5);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            socket.setSoTimeout(0);
            relay.become(Relay.State.WHOLE);
            assertThat(socket.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    void delaysAnswersWhileItIsSlow() throws IOException {
        relay.become(Relay.State.SLOW);
        try (Socket socket = connect()) {
            long before = System.nanoTime();
            assertThat(ask(socket, 1)).isEqualTo(2);
            assertThat(System.nanoTime() - before).isGreaterThan(150_000_000L);
        }
    }
}
