package dev.punctual.workerapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts Punctual. Without a configured PostgreSQL or Temporal it brings its own: see the package {@code embedded}. */
@SpringBootApplication
@EnableConfigurationProperties(PunctualProperties.class)
public class PunctualApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PunctualApplication.class, arguments);
    }
}
