package dev.punctual.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** It is 2026-11-20, ten o'clock UTC. */
@SpringBootTest(classes = ApiTestApplication.class)
@AutoConfigureMockMvc
class FreezeApiTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private InMemoryFreezeBook freezes;

    @BeforeEach
    void forget() {
        freezes.clear();
    }

    @Test
    void createsShowsListsAndThaws() throws Exception {
        MvcTestResult created = post("/v1/freezes", """
                {'label': 'team=billing', 'reason': 'year end', 'until': '2027-01-01T00:00:00Z', 'catchUp': 'LAST'}
                """);
        assertThat(created).hasStatus(201).bodyJson().isLenientlyEqualTo(json("""
                {'label': 'team=billing', 'reason': 'year end', 'until': '2027-01-01T00:00:00Z', 'catchUp': 'LAST',
                 'state': 'FROZEN', 'tasks': 0}
                """));
        String path = "/v1/freezes/" + JsonPath.read(created.getResponse().getContentAsString(), "$.id");
        assertThat(created).hasHeader("Location", path);
        assertThat(mvc.get().uri("/v1/freezes").exchange())
                .bodyJson()
                .extractingPath("$.items[0].label")
                .isEqualTo("team=billing");
        assertThat(post(path + ":thaw", "{'catchUp': 'NONE'}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.state")
                .isEqualTo("THAWED");
        assertThat(mvc.get().uri(path).exchange())
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.thawTime")
                .isNotNull();
    }

    @Test
    void freezesAWholeNamespaceWithoutALabel() {
        assertThat(post("/v1/namespaces/billing/freezes", ""))
                .hasStatus(201)
                .bodyJson()
                .doesNotHavePath("$.label");
        assertThat(mvc.get().uri("/v1/freezes").exchange())
                .bodyJson()
                .extractingPath("$.items")
                .asArray()
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'label': 'billing'}                | /label   | LABEL",
                "{'until': '2026-11-20T09:00:00Z'}   | /until   | OUT_OF_RANGE",
                "{'catchUp': 'SOME'}                 | /catchUp | CHOICE",
                "{'labels': 'a=b'}                   | /labels  | UNKNOWN_FIELD",
            })
    void refusesWhatItCannotDo(String body, String pointer, String code) {
        MvcTestResult refused = post("/v1/freezes", body);

        assertThat(refused).hasStatus(422);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(pointer);
        assertThat(refused).bodyJson().extractingPath("$.errors[0].code").isEqualTo(code);
    }

    @Test
    void knowsNoOthers() {
        assertThat(mvc.get().uri("/v1/freezes/none").exchange()).hasStatus(404);
        assertThat(post("/v1/freezes/none:thaw", "")).hasStatus(404);
    }

    private MvcTestResult post(String path, String body) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json(body))
                .exchange();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
