package dev.punctual.workerapp;

import dev.punctual.api.ApiConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The REST API, in a process that has the role. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
@Import(ApiConfiguration.class)
class RestConfiguration {}
