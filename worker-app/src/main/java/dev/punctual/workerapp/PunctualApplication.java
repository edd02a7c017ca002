package dev.punctual.workerapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Punctual. Without a configured PostgreSQL or Temporal it brings its own: see the package {@code embedded}. */
@SpringBootApplication
public class PunctualApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PunctualApplication.class, arguments);
    }
}
