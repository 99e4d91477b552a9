package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every promise of docs/security.md names tests, and each of these is one that runs. */
class SecurityPageTest {
    private static final Pattern PROMISE = Pattern.compile("(?m)^(\\d+)\\. ((?:.+\\n)+?)(?=\\d+\\. |\\n)"), NAMED =
            Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Path ROOT = Tape.checkout();

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/security.md"));
    }

    /** Each promise with the tests that it names. */
    private static List<Map.Entry<String, List<String>>> promises() throws IOException {
        var text = page();
        var list = text.substring(text.indexOf("## What is promised"), text.indexOf("## What is not promised"));
        return PROMISE.matcher(list).results().map(found -> Map.entry(found.group(1),
            NAMED.matcher(found.group(2)).results().map(test -> test.group(1) + "." + test.group(2)).toList()))
            .toList();
    }

    /** The names of all tests that run. */
    private static TreeSet<String> tests() throws IOException {
        try (var files = Files.walk(ROOT.resolve("tests"))) {
            return files.filter(file -> file.toString().endsWith("Test.java")).flatMap(file -> {
                var name = ROOT.resolve("tests").relativize(file).toString().replaceFirst("\\.java$", "")
                        .replace('/', '.');
                return Arrays.stream(loaded(name).getDeclaredMethods())
                        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                    .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName());
            }).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, SecurityPageTest.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
        }
    }

    @Test
    void promisesAreNumberedAndEachNamesATest() throws IOException {
        var promises = promises();
        assertEquals(IntStream.rangeClosed(1, promises.size()).mapToObj(Integer::toString).toList(),
                promises.stream().map(Map.Entry::getKey).toList());
        assertTrue(promises.size() > 15, promises::toString);
        promises.forEach(promise -> assertFalse(promise.getValue().isEmpty(), "promise " + promise.getKey()
                + " names no test"));
    }

    @Test
    void everyTestThatAPromiseNamesIsThere() throws IOException {
        var missing = new ArrayList<>(promises().stream().flatMap(promise -> promise.getValue().stream()).sorted()
                .distinct().toList());
        missing.removeAll(tests());
        assertEquals(List.of(), missing);
    }

    @Test
    void theReadmeLeadsThereAndWhatIsNamedThereExists() throws IOException {
        assertTrue(Files.readString(ROOT.resolve("README.md")).contains("(docs/security.md)"));
        var paths = Pattern.compile("`((?:lib|tests|docs)/[\\w./-]+)`").matcher(page()).results()
                .map(found -> found.group(1)).toList();
        for (var path : paths) assertTrue(Files.exists(ROOT.resolve(path)), path);
    }
}
