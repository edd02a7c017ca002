package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@SpringBootTest(classes = ApiTestApplication.class, properties = "punctual.security.api-key=0123456789abcdef")
@AutoConfigureMockMvc
class ApiKeyTest {
    @Autowired
    private MockMvcTester mvc;

    @Test
    void letsOnlyTheKeyPass() {
        assertThat(mvc.get().uri("/v1/tasks").exchange())
                .hasStatus(401)
                .hasContentType("application/problem+json")
                .containsHeader("WWW-Authenticate");
        assertThat(mvc.get()
                        .uri("/v1/tasks")
                        .header("X-Api-Key", "0123456789abcdeX")
                        .exchange())
                .hasStatus(401);
        assertThat(mvc.get()
                        .uri("/v1/tasks")
                        .header("Authorization", "Basic 0123456789abcdef")
                        .exchange())
                .hasStatus(401);
        assertThat(mvc.get()
                        .uri("/v1/tasks")
                        .header("X-Api-Key", "0123456789abcdef")
                        .exchange())
                .hasStatusOk();
        assertThat(mvc.get()
                        .uri("/v1/tasks")
                        .header("Authorization", "Bearer 0123456789abcdef")
                        .exchange())
                .hasStatusOk();
        assertThat(mvc.get().uri("/v3/api-docs").exchange()).hasStatus(401);
        assertThat(mvc.get().uri("/actuator/health").exchange()).hasStatus(401);
        // not there in this test, but not behind the key either
        assertThat(mvc.get().uri("/actuator/health/liveness").exchange()).hasStatus(404);
        assertThat(mvc.get().uri("/actuator/health/readiness").exchange()).hasStatus(404);
    }

    @Test
    void answersToAnyHostAsTheKeyProtectsIt() {
        assertThat(mvc.get()
                        .uri("https://punctual.example/v1/tasks")
                        .header("X-Api-Key", "0123456789abcdef")
                        .exchange())
                .hasStatusOk();
    }
}
