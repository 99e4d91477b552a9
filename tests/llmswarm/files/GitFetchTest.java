package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitFetchTest {
    /** A server could lead from https to http, and git would go there. */
    @ParameterizedTest
    @CsvSource({"https://example.org/pack.git, https", "http://127.0.0.1:8080/pack.git, http", "file:///packs/one, file",
            "/packs/with a blank, file", "/packs/https:/one, file", "/packs/http, file"})
    void gitMayUseTheProtocolOfTheAddressAlone(String address, String protocol) {
        assertEquals(protocol, GitFetch.protocol(address));
    }
}
