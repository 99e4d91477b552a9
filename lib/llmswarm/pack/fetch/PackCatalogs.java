package llmswarm.pack.fetch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Values;
import llmswarm.guard.Stop;

/** Lists of packs that anybody may publish; which of them are read, the user says. */
public final class PackCatalogs {
    /** The user's list of them, in the folder of configuration. */
    public static final String FILE = "catalogs.yaml";
    private static final long MOST = 1 << 20;

    private final Path folder;
    private final Path config;
    private final Map<String, String> env;

    /**
     * @param folder the working folder
     * @param config the user's own folder of configuration
     */
    public PackCatalogs(Path folder, Path config, Map<String, String> env) {
        this.folder = folder;
        this.config = config;
        this.env = env;
    }

    /**
     * A pack of a catalog.
     *
     * @param source   as somebody adds it, with its revision
     * @param digest   of its files, where the catalog gives it
     * @param catalog  where it stands
     */
    public record Listed(String name, String description, String source, Optional<String> digest, String catalog) {
        private boolean has(String word) {
            var wanted = word.toLowerCase(Locale.ROOT);
            return name.contains(wanted) || description.toLowerCase(Locale.ROOT).contains(wanted);
        }
    }

    /**
     * The packs whose name or description holds the word.
     *
     * @param more  catalogs besides the user's own list
     * @param told  takes why a catalog could not be read; the others are read all the same
     */
    public List<Listed> search(String word, List<String> more, Consumer<String> told) throws InterruptedException {
        var addresses = new ArrayList<>(own());
        addresses.addAll(more);
        if (addresses.isEmpty()) throw Stop.usage("No catalog is named; write 'catalogs: [https://example.org/packs.yaml]' into %s, or name one with --catalog."
                .formatted(config.resolve(FILE)));
        var found = new ArrayList<Listed>();
        for (var address : addresses) {
            try {
                read(address).stream().filter(listed -> listed.has(word)).forEach(found::add);
            } catch (Stop unread) {
                unread.lines().forEach(told);
            }
        }
        return List.copyOf(found);
    }

    private List<String> own() {
        var file = config.resolve(FILE);
        if (!Files.isRegularFile(file)) return List.of();
        var faults = new Faults();
        var addresses = Located.yaml(text(PackSource.bytes(file, MOST), file.toString()), file.toString(), faults)
                .map(node -> {
                    var fields = Fields.of(node, faults).require("catalogs");
                    var list = fields.texts("catalogs");
                    fields.done();
                    return list;
                }).orElse(List.of());
        faults.stopIfAny();
        return addresses;
    }

    private List<Listed> read(String address) throws InterruptedException {
        var faults = new Faults();
        var packs = Located.yaml(text(bytes(address), address), address, faults)
                .map(node -> listed(node, address, faults)).orElse(List.of());
        faults.stopIfAny();
        return packs;
    }

    private static List<Listed> listed(Located node, String address, Faults faults) {
        var fields = Fields.of(node, faults).require("packs");
        var packs = new ArrayList<Listed>();
        for (var of : fields.list("packs")) {
            of.require("name", "description", "source");
            var source = of.scalar("source", (value, trouble) -> source(value, address, trouble)).orElse("");
            var pinned = of.text("revision").map(revision -> source + "#" + revision).orElse(source);
            packs.add(new Listed(of.scalar("name", Values::name).orElse(""), of.text("description", ""), pinned,
                    of.text("digest"), address));
            of.done();
        }
        fields.done();
        return packs;
    }

    /** What is published leads to what is published; a catalog on this machine may also list what lies beside it. */
    private static Optional<String> source(Located.Scalar value, String catalog, Values.Trouble trouble) {
        if (value.text().matches("https?://.*")) return Optional.of(value.text());
        if (catalog.matches("https?://.*")) return trouble.none("must be an address of https, since the catalog is fetched by one.");
        return Optional.of(Path.of(catalog).resolveSibling(value.text()).toString());
    }

    private byte[] bytes(String address) throws InterruptedException {
        if (!address.matches("https?://.*")) return PackSource.bytes(folder.resolve(address.replaceFirst("^file://", "")), MOST);
        try {
            var uri = URI.create(address);
            if (!Download.isAllowed(uri)) throw Stop.usage("%s is not read: a catalog's address begins with https://.".formatted(address));
            return new Download(env).of(uri, MOST);
        } catch (IllegalArgumentException noAddress) {
            throw Stop.usage("'%s' is no address.".formatted(address), noAddress);
        }
    }

    private static String text(byte[] bytes, String shown) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException noText) {
            throw Stop.usage("%s is not UTF-8 text.".formatted(shown), noText);
        }
    }
}
