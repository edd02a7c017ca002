package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest(classes = ApiTestApplication.class, properties = "punctual.security.api-key=0123456789abcdef")
@AutoConfigureMockMvc
class ConsoleFilesTest {
    @Autowired
    private MockMvcTester mvc;

    @ParameterizedTest
    @ValueSource(strings = {"/index.html", "/tasks", "/tasks/nightly-report/edit", "/fires/01a1fca1-3263-73b3", "/new"})
    void answersTheDocumentForTheAddressOfEachPageWithoutAKey(String path) throws Exception {
        MvcTestResult result = mvc.get().uri(path).exchange();
        assertThat(result)
                .hasStatusOk()
                .hasHeader("X-Content-Type-Options", "nosniff")
                .hasHeader("Cache-Control", "no-cache");
        assertThat(result.getResponse().getHeader("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'");
        assertThat(result.getResponse().getContentAsString()).contains("<title>Punctual</title>");
    }

    @Test
    void answersTheDocumentAtTheRoot() {
        assertThat(mvc.get().uri("/").exchange())
                .hasStatusOk()
                .hasForwardedUrl("/index.html")
                .containsHeader("Content-Security-Policy");
    }

    @Test
    void letsBrowsersKeepFilesThatNeverChange() {
        assertThat(mvc.get().uri("/assets/app-1a2b3c.js").exchange())
                .hasStatusOk()
                .hasHeader("Cache-Control", "max-age=31536000, public, immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/tasks",
                "/actuator/health",
                "/v3/api-docs",
                "/swagger-ui/index.html",
                "/swagger-ui.html",
                "/manage/prometheus",
                "/%761/tasks",
                "/tasks/../v1/tasks",
                "/tasks/%2e%2e/v1/tasks",
                "/assets/../v1/tasks",
                "//v1/tasks",
                "/application.yaml"
            })
    void opensNothingElse(String path) {
        assertThat(mvc.get().uri(URI.create("http://localhost" + path)).exchange())
                .hasStatus(401)
                .doesNotContainHeader("Content-Security-Policy");
    }

    @Test
    void opensNoChange() {
        assertThat(mvc.post().uri("/tasks").exchange()).hasStatus(401);
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThat(mvc.get().uri("/assets/app-other.js").exchange())
                .hasStatus(404)
                .hasContentType("application/problem+json");
    }
}
