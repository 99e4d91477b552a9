package machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final String CLOUD = "https://llm.example.com/v1";

    private static String way(Map<String, String> environment, String address) {
        return new Proxies(environment).to(URI.create(address)).map(Proxies.Way::toString).orElse("direct");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP_PROXY=http://p:1                         | http://a.example/v1  | the proxy http://p:1 of HTTP_PROXY
            HTTP_PROXY=http://p:1                         | https://a.example/v1 | direct
            https_proxy=http://p:1 HTTPS_PROXY=http://q:2 | https://a.example/v1 | the proxy http://p:1 of https_proxy
            https_proxy= HTTPS_PROXY=http://q:2           | https://a.example/v1 | the proxy http://q:2 of HTTPS_PROXY
            ALL_PROXY=p:1                                 | https://a.example/v1 | the proxy http://p:1 of ALL_PROXY
            all_proxy=p                                   | http://a.example/v1  | the proxy http://p:80 of all_proxy
            ALL_PROXY=q:2 HTTPS_PROXY=HTTP://p:1/         | https://a.example    | the proxy http://p:1 of HTTPS_PROXY
            HTTPS_PROXY=http://me:secret@p:1              | https://a.example    | the proxy http://p:1 of HTTPS_PROXY
            HTTPS_PROXY=me:se@cr/et#@p.example:1          | https://a.example    | the proxy http://p.example:1 of HTTPS_PROXY
            HTTPS_PROXY=http://[::1]:3128                 | https://a.example    | the proxy http://[::1]:3128 of HTTPS_PROXY
            HTTPS_PROXY=http://my_proxy:3128              | https://a.example    | the proxy http://my_proxy:3128 of HTTPS_PROXY
            PATH=/bin                                     | https://a.example    | direct
            """)
    void theProxyOfAnAddressIsNamedByItsSchemeInSmallLettersFirst(String variables, String address, String way) {
        var environment = Stream.of(variables.split(" +")).map(v -> v.split("=", 2))
                .collect(Collectors.toMap(v -> v[0], v -> v[1]));
        assertEquals(way, way(environment, address));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            llm.example.com               | true
            LLM.Example.com.              | true
            example.com                   | true
            .example.com                  | true
            *.example.com                 | true
            ample.com                     | false
            other.com,llm.example.com     | true
            other.com llm.example.com     | true
            llm.example.com:443           | true
            llm.example.com:8443          | false
            .example.com:443              | true
            *                             | true
            'a, *'                        | true
            ','                           | false
            .                             | false
            """)
    void whatIsExemptIsAskedWithoutAProxy(String list, boolean exempt) {
        assertEquals(exempt ? "direct" : "the proxy http://p:1 of HTTPS_PROXY",
                way(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", list), CLOUD));
        assertEquals(exempt ? "direct" : "the proxy http://p:1 of ALL_PROXY",
                way(Map.of("ALL_PROXY", "p:1", "no_proxy", list), CLOUD));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, true", "10.1.2.4, false", "10.0.0.0/8, true", "10.1.2.0/24, true", "10.1.3.0/24, false",
            "10.1.2.2/31, true", "0.0.0.0/0, true", "10.0.0.0/33, false", "10.0.0.0/x, false", "fd00::/8, false",
            "10.1.2.3:8080, true", "10.1.2.3:80, false"})
    void numbersAreExemptOneByOneOrByTheirNetwork(String list, boolean exempt) {
        assertEquals(exempt, way(Map.of("HTTP_PROXY", "p:1", "NO_PROXY", list), "http://10.1.2.3:8080/v1")
                .equals("direct"));
    }

    @ParameterizedTest
    @CsvSource({"fd00::1, true", "[fd00::1], true", "[fd00::1]:8080, true", "[fd00::1]:80, false", "fd00::/8, true",
            "fe00::/8, false"})
    void numbersOfIpv6AreExemptToo(String list, boolean exempt) {
        assertEquals(exempt, way(Map.of("HTTP_PROXY", "p:1", "NO_PROXY", list), "http://[fd00::1]:8080/v1")
                .equals("direct"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:11434/v1", "http://127.0.0.1/v1", "https://127.9.8.7:1/v1",
            "http://[::1]:8080/v1", "http://LOCALHOST.:1", "http://models.localhost/v1", "http://0.0.0.0:11434/v1"})
    void theMachineItselfIsAskedWithoutAProxy(String address) {
        assertEquals("direct", way(Map.of("HTTP_PROXY", "p:1", "HTTPS_PROXY", "p:1", "ALL_PROXY", "p:1"), address));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            me:secret            | me:secret
            me:se%40cr%3Aet      | me:se@cr:et
            me:100%+a            | me:100%+a
            me:se@cret           | me:se@cret
            me                   | me:
            m%C3%BCller:gr%C3%BC | müller:grü
            """)
    void aPasswordIsDecodedAndNeverShown(String user, String sent) {
        var way = new Proxies(Map.of("HTTPS_PROXY", "http://" + user + "@p:1")).to(URI.create(CLOUD)).orElseThrow();
        var header = way.password().orElseThrow().replace("Basic ", "");
        assertEquals(sent, new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8));
        assertEquals("the proxy http://p:1 of HTTPS_PROXY", way.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            socks5://me:secret@p:1  | HTTPS_PROXY names socks5://p:1, and only proxies that take plain HTTP can be used
            https://p               | HTTPS_PROXY names https://p:80, and only proxies that take plain HTTP can be used
            http://me:secret@:3128  | HTTPS_PROXY holds no address of a proxy
            http://p:99999          | HTTPS_PROXY holds no address of a proxy
            http://                 | HTTPS_PROXY holds no address of a proxy
            """)
    void aValueByWhichNoProxyCanBeUsedIsToldWithoutItsPassword(String value, String trouble) {
        var way = new Proxies(Map.of("HTTPS_PROXY", value)).to(URI.create(CLOUD)).orElseThrow();
        assertTrue(way.trouble().orElseThrow().startsWith(trouble), way::toString);
        assertFalse(way.trouble().get().contains("secret"));
    }

    @Test
    void allProxiesOfAnEnvironmentAreListed() {
        var proxies = new Proxies(Map.of("http_proxy", "p:1", "ALL_PROXY", "q:2", "NO_PROXY", "a, b"));
        assertEquals(List.of("the proxy http://p:1 of http_proxy", "the proxy http://q:2 of ALL_PROXY"),
                proxies.all().stream().map(Proxies.Way::toString).toList());
        assertEquals("a, b", proxies.exempt());
    }

    @Test
    void whatTheEnvironmentLeavesOpenIsAsTheJvmIsTold() {
        System.setProperty("http.proxyHost", "jvm.example");
        System.setProperty("http.proxyPort", "3128");
        try {
            assertEquals("the proxy http://jvm.example:3128 of the JVM's settings", way(Map.of(), "http://a.example"));
            assertEquals("the proxy http://p:1 of HTTP_PROXY", way(Map.of("HTTP_PROXY", "p:1"), "http://a.example"));
            assertEquals("direct", way(Map.of(), "http://localhost:1"));
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }
}
