package llmswarm.config.layer;

import java.util.Optional;

/** Where agents and templates lie in a layer and in a pack, and how their files end. */
public enum PackFolder {
    AGENT("agents", ".yaml"), TEMPLATE("templates", ".mustache");

    public final String folder, ending;

    PackFolder(String folder, String ending) {
        this.folder = folder;
        this.ending = ending;
    }

    /** The name of the agent or template that the path holds; empty when it is another file. */
    public Optional<String> name(String path) {
        var start = folder + "/";
        return path.startsWith(start) && path.endsWith(ending) && path.indexOf('/', start.length()) < 0
            ? Optional.of(path.substring(start.length(), path.length() - ending.length())) : Optional.empty();
    }

    public String path(String name) {
        return folder + "/" + name + ending;
    }
}
