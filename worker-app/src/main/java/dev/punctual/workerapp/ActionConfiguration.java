package dev.punctual.workerapp;

import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.activities.action.AddressRules;
import dev.punctual.activities.action.HttpActionHandler;
import dev.punctual.activities.action.SimulateActionHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which handler performs which kind of action. */
@Configuration(proxyBeanMethods = false)
class ActionConfiguration {
    @Bean
    HttpActionHandler httpActionHandler(PunctualProperties properties, MeterRegistry registry) {
        String version = PunctualApplication.class.getPackage().getImplementationVersion();
        return new HttpActionHandler(
                new AddressRules(properties.http().allowedAddresses()), version == null ? "dev" : version, registry);
    }

    @Bean
    ActionHandlers actionHandlers(HttpActionHandler http) {
        return new ActionHandlers(List.of(http, new SimulateActionHandler()));
    }
}
