package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    @Test
    void addressAndTokenComeFromTheHubsOwnVariables() {
        var usual = Hub.of(Map.of());
        assertEquals("https://huggingface.co", usual.shown());
        assertEquals(Optional.empty(), usual.token());
        var mirror = Hub.of(Map.of("HF_ENDPOINT", " http://mirror.example:8080/hf/ ", "HF_TOKEN", " hf_x \n"));
        assertEquals("http://mirror.example:8080/hf/acme/tiny/resolve/main/a%20b%25.json",
                mirror.file("acme/tiny", "a b%.json").toString());
        assertEquals("http://mirror.example:8080/hf/api/models/acme/tiny/tree/main?recursive=true",
                mirror.listing("acme/tiny").toString());
        assertEquals(Optional.of("hf_x"), mirror.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror.example", "ftp://mirror.example", "https://", "https://user:word@mirror.example",
            "https://x?y", "a b"})
    void whatIsNoAddressIsTold(String text) {
        assertEquals("HF_ENDPOINT is '%s', which is no address of a hub; write one such as https://huggingface.co.".formatted(text),
                assertThrows(Stop.class, () -> Hub.of(Map.of("HF_ENDPOINT", text))).getMessage());
    }

    @Test
    void aTokenThatWouldBreakTheRequestIsTold() {
        assertEquals("HF_TOKEN holds characters that no token has; set it again.",
                assertThrows(Stop.class, () -> Hub.of(Map.of("HF_TOKEN", "hf_a\r\nHost: evil"))).getMessage());
    }

    @Test
    void anotherSchemeHostOrPortIsAnotherPlace() {
        var hub = Hub.of(Map.of());
        assertTrue(hub.owns(URI.create("https://HuggingFace.co:443/x")));
        for (var other : new String[] {"http://huggingface.co/x", "https://cdn.huggingface.co/x",
                "https://huggingface.co:8443/x", "https://huggingface.co.evil/x"}) {
            assertFalse(hub.owns(URI.create(other)), other);
        }
    }
}
