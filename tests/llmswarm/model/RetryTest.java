package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.StubAnswer;
import llmswarm.StubAnswer.Cut;
import llmswarm.StubAnswer.Garbage;
import llmswarm.StubAnswer.Status;
import llmswarm.StubServer;
import llmswarm.model.ModelFailed.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RetryTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private StubServer server;

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSaysSo() throws Exception {
        var asked = System.nanoTime();
        assertEquals("hi", ask(StubAnswer.status(429, "slow down").with("retry-after-ms", "300"), StubAnswer.text("hi"))
                .text());
        assertTrue(System.nanoTime() - asked >= 300_000_000);
        assertEquals(List.of("planner: the server is busy (429); trying again in 0.3 s (2 of 5)"), said);
    }

    @Test
    void whileAServerAsksForPatienceAllCallsWait() throws Exception {
        var refused = new CountDownLatch(1);
        var times = new CopyOnWriteArrayList<Long>();
        var calls = new AtomicInteger();
        server = new StubServer(request -> {
            times.add(System.nanoTime());
            return calls.getAndIncrement() == 0 ? StubAnswer.status(503, "").with("Retry-After", "1")
                    : StubAnswer.text("hi");
        });
        var spec = Given.planner(server.baseUrl());
        try (var models = Given.models(spec, sentence -> refused.countDown()); var threads =
                Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> models.endpoint(spec).ask(Given.question(), text -> { }));
            refused.await();
            var second = threads.submit(() -> models.endpoint(spec).ask(Given.question(), text -> { }));
            assertEquals("hi", first.get().text());
            assertEquals("hi", second.get().text());
        }
        assertEquals(3, times.size());
        for (var later : times.subList(1, 3)) assertTrue(later - times.getFirst() >= 950_000_000L, times.toString());
    }

    @Test
    void howLongToWaitMayStandInTheWords() throws Exception {
        assertEquals("hi", ask(StubAnswer.status(429, "Rate limit reached. Please try again in 150ms."),
                StubAnswer.text("hi")).text());
        assertEquals(List.of("planner: the server is busy (429); trying again in 0.2 s (2 of 5)"), said);
        assertThrows(ModelFailed.class, () ->
                ask(StubAnswer.status(429, "tokens per day: Limit 100000. Please try again in 1h10m33.6s.")));
        assertEquals(1, server.requests().size());
    }

    @Test
    void aRequestThatIsTooLargeForALimitIsNotSentAgain() throws Exception {
        var words = "Request too large for gpt-x on tokens per min (TPM): Limit 30000, Requested 45000.";
        assertFails(Kind.REQUEST, "planner: the request is too large for the server's limits (429): " + words.replaceAll("\\.$", "")
                + "; lower 'context' of planner in models.yaml, or use another model.", () -> ask(StubAnswer.status(429, words)));
        assertEquals(1, server.requests().size());
        assertEquals("hi", ask(StubAnswer.status(429, "Rate limit of 50000 tokens per 60s exceeded"), StubAnswer.text("hi"))
                .text());
    }

    @Test
    void whatAPageSaysIsToldWithoutItsTags() {
        assertFails(Kind.SERVER, "planner: the server failed (502) at all 5 tries: 502 Bad Gateway nginx; wait a while, or use another "
                + "model in models.yaml.", () -> ask(new Status(502, Map.of(), "<html>\n<head><title>502</title><style>h1 {}</style>"
                + "</head>\n<body><h1>502 Bad Gateway</h1><hr>nginx</body></html>")));
        assertFails(Kind.REQUEST, "planner: the server refused the request (422): a < b and c > d; check planner in models.yaml.",
                () -> ask(new Status(422, Map.of(), "{\"detail\": \"a < b and c > d\"}")));
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongIsNotAskedAgain() {
        var answer = StubAnswer.status(429, "slow down").with("Retry-After", "Sun, 01 Mar 2026 12:10:00 GMT");
        server = StubServer.answering(answer);
        var spec = Given.planner(server.baseUrl());
        var back = Given.NOON.plusSeconds(600).atZone(ZoneId.systemDefault()).toLocalDateTime().toString()
                .replace('T', ' ');
        try (var models = Given.models(spec, said::add)) {
            var sentence = "planner: the server is busy (429) and asks to come back in 10 min, at " + back + ".";
            assertFails(Kind.RATE_LIMIT, sentence, () -> models.endpoint(spec).ask(Given.question(), text -> { }));
            assertFails(Kind.RATE_LIMIT, sentence, () -> models.endpoint(spec).ask(Given.question(), text -> { }));
        }
        assertEquals(1, server.requests().size());
        assertEquals(List.of(), said);
    }

    @Test
    void aServerThatStaysBusyIsGivenUp() {
        assertFails(Kind.RATE_LIMIT,
                "planner: the rate limit is reached (429, 5 tries): slow down; wait a while, or lower 'parallel' of "
                + "planner in models.yaml.", () -> ask(StubAnswer.status(429, "slow down")));
        assertEquals(5, server.requests().size());
        assertEquals("planner: the server is busy (429); trying again in 0.1 s (5 of 5)", said.getLast());
    }

    @Test
    void anAccountThatIsUsedUpIsNotAskedAgain() {
        var body = "{\"error\": {\"message\": \"You exceeded your quota.\", \"code\": \"insufficient_quota\"}}";
        assertFails(Kind.RATE_LIMIT,
                "planner: the account at @ is used up (429): You exceeded your quota; top it up, or use "
                + "another model in models.yaml.", () -> ask(new StubAnswer.Status(429, Map.of(), body)));
        assertEquals(1, server.requests().size());
    }

    @Test
    void aServerThatFailsIsAskedFiveTimes() {
        assertFails(Kind.SERVER,
                "planner: the server failed (500) at all 5 tries: out of memory; wait a while, or use another "
                + "model in models.yaml.", () -> ask(StubAnswer.status(500, "out of\u0007 memory")));
        assertEquals(List.of("planner: the server failed (500); trying again in 0.1 s (2 of 5)",
                "planner: the server failed (500); trying again in 0.1 s (3 of 5)",
                "planner: the server failed (500); trying again in 0.1 s (4 of 5)",
                "planner: the server failed (500); trying again in 0.1 s (5 of 5)"), said);
    }

    @Test
    void whatAServerSaysIsShortenedAndPrintable() {
        var failed = assertThrows(ModelFailed.class, () ->
                ask(StubAnswer.status(400, "\u001b[2J\u202e" + "x".repeat(5000))));
        assertEquals("planner: the server refused the request (400): [2J " + "x".repeat(195)
                + "…; check planner in models.yaml.", failed.getMessage());
    }

    @Test
    void afterARetryTheTextStartsAgain() throws Exception {
        assertEquals("one two three", ask(StubAnswer.cutAfter(8, "one two three"), StubAnswer.text("one two three"))
                .text());
        assertEquals(Arrays.asList("one two ", "<again>", "one two three"), pieces);
        assertEquals(List.of("planner: the answer broke off; trying again in 0.1 s (2 of 5)"), said);
    }

    @Test
    void aStreamThatEndsPolitelyWithoutAnEndIsBrokenOff() {
        assertFails(Kind.SERVER,
                "planner: the answer broke off at all 5 tries; wait a while, or use another model in models.yaml.",
                () -> ask(new Cut(StubAnswer.text("one two three"), 8, true)));
    }

    @Test
    void anErrorInMidStreamIsAFailureOfTheServer() {
        var stream = "data: {\"choices\": [{\"delta\": {\"content\": \"one\"}}]}\n\ndata: {\"error\": {\"message\": \"lost\", \"code\": 502}}\n\n";
        assertFails(Kind.SERVER,
                "planner: the server failed (502) at all 5 tries: lost; wait a while, or use another model in "
                + "models.yaml.", () -> ask(new Garbage("text/event-stream", stream)));
    }

    @Test
    void somethingElseThanTheProtocolIsShown() {
        var not = "planner: @ answered something that is not the OpenAI protocol: \"%s\"; check 'base-url' in models.yaml.";
        assertFails(Kind.SERVER, not.formatted("<html> <body>Welcome to the router</body></html>"),
                () -> ask(new Garbage("text/html", "<html>\n<body>Welcome to the router</body></html>")));
        assertEquals("planner: the answer was not the OpenAI protocol; trying again in 0.1 s (2 of 2)",
                said.getFirst());
        assertFails(Kind.SERVER, not.formatted("{\"choices\": [{\"mess"), () ->
                ask(new Garbage("application/json", "{\"choices\": [{\"mess")));
        assertFails(Kind.SERVER, not.formatted("{\"answer\":42}"), () ->
                ask(new Garbage("application/json", "{\"answer\":42}")));
        assertFails(Kind.SERVER, not.formatted("{\"choices\": broken"),
                () -> ask(new Garbage("text/event-stream", "data: {\"choices\": broken\n\n")));
        assertFails(Kind.SERVER, not.formatted("{\"choices\":[{\"delta\":[1]}]}"),
                () -> ask(new Garbage("text/event-stream",
                "data: {\"choices\": [{\"delta\": [1]}]}\n\ndata: [DONE]\n\n")));
        assertFails(Kind.SERVER, not.formatted(""), () -> ask(new Garbage("text/plain", "")));
    }

    @Test
    void aRefusedKeyIsNotTriedAgainAndNeverShown() {
        assertFails(Kind.KEY, "planner: the server does not accept the key in OPENAI_API_KEY (401): Incorrect API key provided: ***; set OPENAI_API_KEY to a valid key.",
                () -> ask(StubAnswer.status(401, "Incorrect API key provided: " + Given.KEY)));
        assertFails(Kind.KEY, "planner: the server refused the request (403); check what the key in OPENAI_API_KEY may use, and from where.", () ->
                ask(StubAnswer.status(403, "")));
        assertFails(Kind.KEY, "planner: the server refused the request (403): Country, region, or territory not supported; "
                + "check what the key in OPENAI_API_KEY may use, and from where.", () -> ask(StubAnswer.status(403, "Country, region, or territory not supported")));
        assertEquals(1, server.requests().size());
        var failed = assertThrows(ModelFailed.class, () ->
                ask(StubAnswer.status(400, "no header may hold " + Given.KEY)));
        var trace = new StringWriter();
        failed.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains(Given.KEY), trace.toString());
        assertEquals("planner: the server refused the request (400): no header may hold ***; check planner in models.yaml.", failed.getMessage());
    }

    @Test
    void anUnknownModelIsNamedWithItsAddress() {
        assertFails(Kind.CONFIGURATION,
                "planner: nothing at @ goes by the name 'gpt-x' (404): no such model; check 'model' and "
                + "'base-url' in models.yaml.", () -> ask(StubAnswer.status(404, "no such model")));
        assertEquals(1, server.requests().size());
    }

    @Test
    void anAnswerThatWasWithheldIsNotAnAnswer() {
        assertFails(Kind.REQUEST,
                "planner: the server's content filter withheld the answer; word the request differently, or "
                + "use another model in models.yaml.", () -> ask(StubAnswer.text("I").finishing("content_filter")));
    }

    private Reply ask(StubAnswer... answers) throws InterruptedException {
        stop();
        server = StubServer.answering(answers);
        var spec = Given.planner(server.baseUrl(), 4, Duration.ofSeconds(20));
        try (var models = Given.models(spec, said::add)) {
            return models.endpoint(spec).ask(Given.question(), text -> pieces.add(text == null ? "<again>" : text));
        }
    }

    private void assertFails(Kind kind, String sentence, Executable call) {
        var failed = assertThrows(ModelFailed.class, call);
        assertArrayEquals(new Object[] {kind, sentence.replace("@", server.baseUrl().toString())},
                new Object[] {failed.kind(), failed.getMessage()}, failed.getMessage());
    }
}
