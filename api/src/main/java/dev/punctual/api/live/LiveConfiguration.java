package dev.punctual.api.live;

import dev.punctual.api.ApiProperties;
import dev.punctual.api.problem.ProblemMapper;
import dev.punctual.book.FireLedger;
import dev.punctual.book.FireOutput;
import dev.punctual.book.FireStats;
import dev.punctual.book.LiveBook;
import dev.punctual.book.WorkerBook;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** What live updates are made of. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class LiveConfiguration {
    @Bean
    LiveSource liveSource(LiveBook book, FireStats stats, WorkerBook workers, ApiProperties properties) {
        return new LiveSource(book, stats, workers, properties.workerLease());
    }

    @Bean
    StreamController streamController(LiveSource source) {
        return new StreamController(source);
    }

    @Bean
    FireOutputController fireOutputController(FireLedger ledger, FireOutput output, LiveSource source) {
        return new FireOutputController(ledger, output, source::isRunning);
    }

    @Bean
    LiveSocket liveSocket(LiveSource source, ProblemMapper problems) {
        return new LiveSocket(source, problems);
    }

    /** Pages of other origins are refused by what Spring does unless told otherwise. */
    @Bean
    WebSocketConfigurer liveSockets(LiveSocket socket) {
        return registry -> registry.addHandler(socket, "/v1/ws", "/v1/namespaces/*/ws");
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> socketsOfTomcat() {
        return factory ->
                factory.addContextCustomizers(context -> context.addServletContainerInitializer(new WsSci(), null));
    }
}
