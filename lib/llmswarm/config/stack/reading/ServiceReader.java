package llmswarm.config.stack.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Snippet;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Values;

/** Reads the services of a pack, and what its checks say of them. */
final class ServiceReader {
    private static final Pattern FOLDER = Pattern.compile("/[\\w./*+-]+");
    private static final int MOST_STARS = 4;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private ServiceReader() {
    }

    static List<Service> read(Fields fields, List<Snippet> snippets) {
        var services = new ArrayList<Service>();
        for (var of : fields.list("services")) {
            of.require("name", "run", "ready");
            var name = of.scalar("name", Values::name).orElse("");
            if (services.stream().anyMatch(service -> service.name().equals(name))) {
                of.fault("name", "names a second service '%s'.".formatted(name));
            }
            var prepare = of.scalarLists("prepare", (word, trouble) -> {
                snippets.add(new Snippet(word.textPlace(), word.text(), Service.GIVEN));
                return Optional.of(word.text());
            });
            if (prepare.stream().anyMatch(List::isEmpty)) of.fault("prepare",
                    "must hold commands of at least one word each.");
            services.add(new Service(name, of.scalars("path", ServiceReader::folder), prepare,
                    command(of, "run", snippets), command(of, "ready", snippets),
                    environment(of, Service.GIVEN, snippets)));
            of.done();
        }
        return services;
    }

    /** Those that a check names. */
    static List<Service> named(Fields check, List<Service> services) {
        return check.scalars("services", (value, trouble) -> {
            var found = services.stream().filter(service -> service.name().equals(value.text())).findFirst();
            if (found.isEmpty()) trouble.tell("names '%s', but there is no service of that name.".formatted(value.text()));
            return found;
        });
    }

    static Map<String, String> environment(Fields of, List<String> known, List<Snippet> snippets) {
        var values = new LinkedHashMap<String, String>();
        of.fields("environment").ifPresent(fields -> {
            for (var name : fields.keys()) {
                if (!VARIABLE.matches(name) || name.startsWith("_swarm")) {
                    fields.fault(name, "must be named as a variable of the environment is: letters, digits and underscores.");
                    continue;
                }
                values.put(name, fields.scalar(name, (value, trouble) -> {
                    snippets.add(new Snippet(value.textPlace(), value.text(), known));
                    return Optional.of(value.text());
                }).orElse(""));
            }
            fields.done();
        });
        return values;
    }

    private static List<String> command(Fields of, String key, List<Snippet> snippets) {
        var words = of.scalars(key, (value, trouble) -> {
            snippets.add(new Snippet(value.textPlace(), value.text(), Service.GIVEN));
            return Optional.of(value.text());
        });
        if (of.has(key) && (words.isEmpty() || words.getFirst().isBlank())) {
            of.fault(key, "must be a command: its program, then its arguments.");
        }
        return words;
    }

    static Optional<String> folder(Located.Scalar value, Values.Trouble trouble) {
        var text = value.text();
        if (!FOLDER.matches(text) || text.contains("..")) {
            return trouble.none("must be a pattern of folders from the root on, such as /usr/lib/postgresql/*/bin.");
        }
        return text.chars().filter(c -> c == '*').count() <= MOST_STARS ? Optional.of(text)
                : trouble.none("has more than %d stars.".formatted(MOST_STARS));
    }
}
