package dev.punctual.workerapp;

import dev.punctual.api.ApiConfiguration;
import dev.punctual.api.security.SecurityProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The REST API, in a process that has the role. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
@Import(ApiConfiguration.class)
class RestConfiguration {
    @Bean
    FirstVisit firstVisit(Environment environment, SecurityProperties security) {
        return new FirstVisit(environment, security);
    }
}
