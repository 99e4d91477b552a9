//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.22.4
//DEPS org.yaml:snakeyaml:2.7
//DEPS org.slf4j:slf4j-nop:2.0.17
//DEPS org.junit.jupiter:junit-jupiter-api:6.1.3
//DEPS org.junit.jupiter:junit-jupiter-params:6.1.3
//DEPS org.junit.jupiter:junit-jupiter-engine:6.1.3
//DEPS org.junit.platform:junit-platform-commons:6.1.3
//DEPS org.junit.platform:junit-platform-engine:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//SOURCES ../swarm.java
//SOURCES ../lib/**.java
//SOURCES answers/**.java
//SOURCES jinja/**.java
//SOURCES llmswarm/**.java
//SOURCES machine/**.java
//SOURCES sandbox/**.java
//SOURCES text/**.java
//FILES models.yaml=../models.yaml budget.yaml=../budget.yaml agents/=../agents templates/=../templates stacks/=../stacks schema/=../lib/schema obeyed.yaml=../lib/llmswarm/guard/obeyed.yaml skeleton/=../lib/llmswarm/pack/skeleton sandbox/view/shown.txt=../lib/sandbox/view/shown.txt web/=../lib/web/dist
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs every class of the project whose name ends in Test, or only those whose name contains one of the arguments. */
final class tests implements TestExecutionListener {
    /** The product and its libraries. */
    private static final List<String> PACKAGES = List.of("answers", "jinja", "llmswarm", "machine", "sandbox", "text");

    private enum End { PASSED, FAILED, SKIPPED }

    private record Failed(String test, Throwable cause) {
    }

    private record Skipped(String test, String reason) {
    }

    private record OfClass(long started, Map<End, Integer> ends) {
    }

    // Each link that a test leaves in its folder would be a warning; held here, or the setting is collected with the
    // logger.
    private static final Logger LINKS_LEFT = Logger.getLogger("org.junit.jupiter.api.io");

    private final PrintStream out;
    private final Map<End, Integer> all = new EnumMap<>(End.class);
    private final Map<UniqueId, OfClass> classes = new HashMap<>();
    private final List<Failed> failures = new ArrayList<>();
    private final List<Skipped> skips = new ArrayList<>();
    private TestPlan plan;

    private tests(PrintStream out) {
        this.out = out;
    }

    public static void main(String... names) {
        LINKS_LEFT.setLevel(Level.SEVERE);
        var tests = new tests(System.out);
        LauncherFactory.create().execute(request(names), tests);
        System.exit(tests.summary(names));
    }

    /** One more than the machine has processors, since now and then a test waits for a limit to pass. */
    private static final int BESIDE = Runtime.getRuntime().availableProcessors() + 1;

    // A test that hangs, even one that ignores its interrupt, ends after five minutes: it has a thread of its own.
    private static LauncherDiscoveryRequest request(String... names) {
        var wanted = Arrays.stream(names).map(Pattern::quote).collect(Collectors.joining("|"));
        return LauncherDiscoveryRequestBuilder.request()
            .selectors(PACKAGES.stream().map(DiscoverySelectors::selectPackage).toList())
            .filters(includeClassNamePatterns(".*Test"), includeClassNamePatterns(".*(" + wanted + ").*"))
            .configurationParameter("junit.jupiter.execution.timeout.default", "300 s")
            .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
            // Classes share nothing and run beside each other, and where a class says so its tests do. The longest
            // begin first.
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
            .configurationParameter("junit.jupiter.testclass.order.default",
            ClassOrderer.OrderAnnotation.class.getName())
            .configurationParameter("junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism",
            Integer.toString(BESIDE))
            .build();
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public synchronized void executionStarted(TestIdentifier test) {
        if (isTopClass(test)) {
            classes.put(test.getUniqueIdObject(), new OfClass(System.nanoTime(), new EnumMap<>(End.class)));
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        skips.add(new Skipped(path(test), reason));
        plan.getDescendants(test).stream().filter(TestIdentifier::isTest).forEach(_ -> count(test, End.SKIPPED));
        if (test.isTest()) {
            count(test, End.SKIPPED);
        }
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var end = switch (result.getStatus()) {
            case SUCCESSFUL -> End.PASSED;
            case ABORTED -> End.SKIPPED;
            case FAILED -> End.FAILED;
        };
        if (end == End.SKIPPED) {
            executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        } else if (test.isTest() || end == End.FAILED) {
            count(test, end);
        }
        if (end == End.FAILED) {
            failures.add(new Failed(path(test), result.getThrowable().orElseThrow()));
        }
        if (isTopClass(test)) {
            var ofClass = classes.remove(test.getUniqueIdObject());
            var seconds = (System.nanoTime() - ofClass.started()) / 1e9;
            out.printf(Locale.ROOT, "%6.2f s  %-48s %s%n", seconds, test.getLegacyReportingName(),
                    line(ofClass.ends()));
        }
    }

    private void count(TestIdentifier test, End end) {
        all.merge(end, 1, Integer::sum);
        for (var place = Optional.of(test); place.isPresent(); place = plan.getParent(place.get())) {
            var ofClass = classes.get(place.get().getUniqueIdObject());
            if (ofClass != null) ofClass.ends().merge(end, 1, Integer::sum);
        }
    }

    private boolean isTopClass(TestIdentifier test) {
        return test.getSource().filter(ClassSource.class::isInstance).isPresent()
            && plan.getParent(test).flatMap(TestIdentifier::getSource).isEmpty();
    }

    private String path(TestIdentifier test) {
        if (isTopClass(test)) {
            return test.getLegacyReportingName();
        }
        return plan.getParent(test).map(parent -> path(parent) + " > ").orElse("") + test.getDisplayName();
    }

    private static String line(Map<End, Integer> ends) {
        var skipped = ends.getOrDefault(End.SKIPPED, 0);
        return passedAndFailed(ends) + (skipped == 0 ? "" : ", %d skipped".formatted(skipped));
    }

    private static String passedAndFailed(Map<End, Integer> ends) {
        return "%d passed, %d failed".formatted(ends.getOrDefault(End.PASSED, 0), ends.getOrDefault(End.FAILED, 0));
    }

    private int summary(String... names) {
        skips.forEach(skipped -> out.printf("%nSKIPPED %s%n    %s%n", skipped.test(), skipped.reason()));
        failures.forEach(this::print);
        if (all.isEmpty()) {
            out.println("No test was found" + (names.length == 0 ? "." : " for " + String.join(", ", names) + "."));
        }
        out.println();
        out.println(passedAndFailed(all));
        out.flush();
        return all.isEmpty() || all.containsKey(End.FAILED) ? 1 : 0;
    }

    private static boolean isOwn(StackTraceElement frame) {
        return PACKAGES.stream().anyMatch(name -> frame.getClassName().startsWith(name + "."));
    }

    private void print(Failed failed) {
        out.printf("%nFAILED %s%n", failed.test());
        for (var cause = failed.cause(); cause != null; cause = cause.getCause()) {
            var text = cause instanceof AssertionError && cause.getMessage() != null ? cause.getMessage()
                    : cause.toString();
            out.println(text.indent(4).stripTrailing());
            Arrays.stream(cause.getStackTrace()).filter(tests::isOwn).limit(6)
                .forEach(frame -> out.println("        at " + frame));
        }
    }
}
