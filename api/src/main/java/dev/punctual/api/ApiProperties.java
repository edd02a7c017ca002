package dev.punctual.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the API.
 *
 * @param workerLease how long after its latest heartbeat a worker is listed as live
 */
@ConfigurationProperties("punctual.api")
public record ApiProperties(@DefaultValue("15s") Duration workerLease) {}
