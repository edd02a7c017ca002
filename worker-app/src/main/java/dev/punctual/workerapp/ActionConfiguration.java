package dev.punctual.workerapp;

import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.activities.action.AddressRules;
import dev.punctual.activities.action.CommandActionHandler;
import dev.punctual.activities.action.CommandSettings;
import dev.punctual.activities.action.HttpActionHandler;
import dev.punctual.activities.action.Secrets;
import dev.punctual.activities.action.SimulateActionHandler;
import dev.punctual.activities.action.SqlActionHandler;
import dev.punctual.activities.action.SqlDataSource;
import dev.punctual.activities.action.TriggerActionHandler;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.task.ActionRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Which handler performs which kind of action, and what actions may use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ActionProperties.class)
class ActionConfiguration {
    /** Bound here and not as properties, so that no bean's text can show one. */
    @Bean
    Secrets secrets(Environment environment) {
        return new Secrets(Binder.get(environment)
                .bind(Secrets.SETTING, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of));
    }

    @Bean
    ActionRules actionRules(ActionProperties properties, PunctualProperties process, Secrets secrets) {
        return new ActionRules(
                properties.command().allow(),
                properties.sql().dataSources().keySet(),
                secrets.names(),
                process.queues(),
                process.retention());
    }

    @Bean
    HttpActionHandler httpActionHandler(PunctualProperties properties, Secrets secrets, MeterRegistry registry) {
        String version = PunctualApplication.class.getPackage().getImplementationVersion();
        return new HttpActionHandler(
                new AddressRules(properties.http().allowedAddresses()),
                secrets,
                version == null ? "dev" : version,
                registry);
    }

    @Bean
    CommandActionHandler commandActionHandler(ActionRules rules, ActionProperties properties, MeterRegistry registry) {
        ActionProperties.Command command = properties.command();
        return new CommandActionHandler(rules, new CommandSettings(command.grace(), command.maxConcurrent()), registry);
    }

    @Bean
    SqlActionHandler sqlActionHandler(ActionProperties properties, MeterRegistry registry) {
        Map<String, SqlDataSource> sources = new HashMap<>();
        properties
                .sql()
                .dataSources()
                .forEach((name, source) -> sources.put(
                        name,
                        new SqlDataSource(
                                source.url(),
                                source.username(),
                                source.password(),
                                source.maximumPoolSize(),
                                source.readOnly())));
        return new SqlActionHandler(sources, registry);
    }

    @Bean
    ActionHandlers actionHandlers(
            HttpActionHandler http, CommandActionHandler command, SqlActionHandler sql, TaskBook tasks) {
        return new ActionHandlers(
                List.of(http, command, sql, new TriggerActionHandler(tasks), new SimulateActionHandler()));
    }
}
