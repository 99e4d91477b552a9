package llmswarm.model.hub;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** Picks from a hub's list of files those that make a model; names and numbers in it are anybody's. */
final class HubListing {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_FILES = 10_000;
    private static final long LARGEST = 1L << 44;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?.*");
    private static final Pattern WEIGHTS = Pattern.compile(".*\\.safetensors");
    private static final Pattern OTHERS =
            Pattern.compile("config\\.json|generation_config\\.json|tokenizer[\\w.-]*\\.json"
            + "|.*\\.safetensors\\.index\\.json|chat_template[\\w.-]*|(LICEN[SC]E|README)[\\w.-]*");

    private final Hub hub;
    private final String repository;
    private final List<HubFile> files = new ArrayList<>();
    private int seen;

    HubListing(Hub hub, String repository) {
        this.hub = hub;
        this.repository = repository;
    }

    /** Takes one page of the list. Throws {@link Stop} when it is no such list, or a name in it is unsafe. */
    void add(byte[] page) {
        var list = list(page);
        seen += list.size();
        if (seen > MOST_FILES) {
            throw Stop.usage("%s on %s has more than %d files, so it is no model.".formatted(repository, hub.shown(),
                    MOST_FILES));
        }
        for (var entry : list) if (entry.path("type").asText().equals("file")) take(entry);
    }

    /** Where the next page is, as a {@code Link} header tells it (RFC 8288); a list goes on at the same hub only. */
    Optional<URI> next(URI page, String link) {
        try {
            var match = NEXT.matcher(link);
            return match.matches() ? Optional.of(page.resolve(match.group(1))).filter(hub::owns) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            throw noList();
        }
    }

    /**
     * The files of the model, the small ones first. Throws {@link Stop} when something is missing that no model can do
     * without.
     */
    List<HubFile> model() {
        var own = files.stream().anyMatch(file -> file.path().toString().startsWith("model") && isWeights(file));
        // other forms of the same weights, such as consolidated.safetensors, would be fetched for nothing
        var wanted = files.stream().filter(file -> !own || !isWeights(file) || file.path().toString()
                .startsWith("model"))
                .sorted((one, other) -> Long.compare(one.size(), other.size())).toList();
        if (wanted.stream().noneMatch(HubListing::isWeights)) {
            throw Stop.usage("%s on %s has no *.safetensors file, the only format that runs here; look for the model it was made from."
                    .formatted(repository, hub.shown()));
        }
        if (wanted.stream().noneMatch(file -> file.path().toString().equals("config.json"))) {
            throw Stop.usage("%s on %s has no config.json, so it is no model that runs here.".formatted(repository,
                    hub.shown()));
        }
        var clashes = SafePath.caseClash(files.stream().map(file -> file.path().toString()).toList());
        if (!clashes.isEmpty()) throw refused(clashes.getFirst());
        return wanted;
    }

    private JsonNode list(byte[] page) {
        try {
            var list = JSON.readTree(page);
            if (list != null && list.isArray()) return list;
        } catch (IOException noJson) {
            // told below
        }
        throw noList();
    }

    private Stop noList() {
        return Stop.usage("%s answers something else than a list of files; check HF_ENDPOINT.".formatted(hub.shown()));
    }

    private void take(JsonNode entry) {
        var name = entry.path("path").asText();
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        if (!WEIGHTS.matcher(last).matches() && !OTHERS.matcher(last).matches()) return;
        try {
            var path = SafePath.of(name, List.of());
            if (last.length() < name.length()) return;
            var large = entry.path("lfs");
            var size = large.path("size").asLong(entry.path("size").asLong(-1));
            if (size < 0 || size > LARGEST) throw noList();
            files.add(new HubFile(path, size, identity(large, entry)));
        } catch (UnsafePath unsafe) {
            throw refused(unsafe.getMessage());
        }
    }

    private Stop refused(String why) {
        return Stop.usage("%s on %s lists a file that is not let in: %s.".formatted(repository, hub.shown(), why));
    }

    private static Optional<HubFile.Identity> identity(JsonNode large, JsonNode entry) {
        var isLarge = large.isObject();
        var hex = (isLarge ? large : entry).path("oid").asText().replaceFirst("^sha256:", "").toLowerCase(Locale.ROOT);
        if (!hex.matches(isLarge ? "[0-9a-f]{64}" : "[0-9a-f]{40}")) return Optional.empty();
        return Optional.of(new HubFile.Identity(isLarge ? HubFile.Identity.LARGE : HubFile.Identity.GIT, hex));
    }

    private static boolean isWeights(HubFile file) {
        return WEIGHTS.matcher(file.path().toString()).matches();
    }
}
