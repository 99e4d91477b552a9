package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.layer.Layer.Origin;
import llmswarm.config.layer.Layer;
import llmswarm.config.layer.Layers;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
    @TempDir
    Path temp;
    private Path working;
    private final Map<String, String> env = new HashMap<>();

    @BeforeEach
    void aUserWithAnEmptyHome() throws IOException {
        working = Files.createDirectories(temp.resolve("\u00dcbung mit Leerzeichen"));
        env.put("HOME", temp.resolve("user").toString());
        env.put("XDG_CONFIG_HOME", temp.resolve("user/.config").toString());
        env.put("XDG_CACHE_HOME", temp.resolve("user/.cache").toString());
    }

    private void models(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("models.yaml"), ConfigFixture.MODELS);
    }

    /** Without the bundle, which is there or not, depending on how the tests were started. */
    private List<Layer> find(Optional<Path> option) {
        return Layers.find(working, env, option).stream().filter(layer -> layer.kind() != Origin.BUNDLED).toList();
    }

    @Test
    void layersComeInTheirOrderAndAreShownShort() throws IOException {
        models(working.resolve("mine"));
        models(working.resolve(".swarm"));
        models(temp.resolve("user/.config/llm-swarm"));
        models(temp.resolve("program"));
        env.put("SWARM_HOME", temp.resolve("program").toString());

        assertEquals(List.of(new Layer(Origin.OPTION, working.resolve("mine"), "mine"),
            new Layer(Origin.PROJECT, working.resolve(".swarm"), ".swarm"),
            new Layer(Origin.USER, temp.resolve("user/.config/llm-swarm"), "~/.config/llm-swarm"),
            new Layer(Origin.HOME, temp.resolve("program"), temp.resolve("program").toString())),
            find(Optional.of(Path.of("mine"))));
    }

    @Test
    void foldersWithoutAnyConfigurationAreNoLayers() throws IOException {
        Files.createDirectories(working.resolve(".swarm/runs"));
        env.put("SWARM_HOME", working.toString());

        assertEquals(List.of(), find(Optional.empty()));
    }

    @Test
    void oneFolderIsOneLayer() throws IOException {
        models(working.resolve(".swarm"));

        assertEquals(List.of(Origin.OPTION), find(Optional.of(Path.of(".swarm"))).stream().map(Layer::kind).toList());
    }

    @Test
    void aWorkingFolderThatIsTheProgramsIsShownAsNothing() throws IOException {
        models(working);
        env.put("SWARM_HOME", working.toString());

        var home = find(Optional.empty()).getFirst();

        assertEquals("stacks/x/stack.yaml", home.shown("stacks/x/stack.yaml"));
        assertEquals("the working folder", home.spoken());
        assertTrue(home.kind().trusted());
    }

    @Test
    void aFolderThatOnlyHoldsAFileNamedLikeTheProgramIsNotTrustedAsItsHome() throws IOException {
        models(working);
        Files.writeString(working.resolve("swarm.java"), "");

        assertEquals(List.of(new Layer(Origin.PROJECT, working, ".")), find(Optional.empty()));
    }

    @Test
    void aConfigOptionThatCannotBeReadIsRefused() throws IOException {
        Files.createDirectories(working.resolve("empty"));

        assertEquals("--config names 'nowhere', which is not a folder.",
            assertThrows(Stop.class, () -> find(Optional.of(Path.of("nowhere")))).getMessage());
        assertEquals("--config names 'empty', which holds no configuration; it needs models.yaml, budget.yaml, agents, templates or stacks.",
            assertThrows(Stop.class, () -> find(Optional.of(Path.of("empty")))).getMessage());
    }

    @Test
    void aHomeThatIsNoFolderIsRefused() {
        env.put("SWARM_HOME", "nowhere");

        assertEquals("SWARM_HOME names 'nowhere', which is not a folder; unset it or name the folder that holds swarm.java.",
            assertThrows(Stop.class, () -> find(Optional.empty())).getMessage());
    }

    @Test
    void aLinkInPlaceOfAProjectsConfigurationIsRefused() throws IOException {
        models(temp.resolve("elsewhere"));
        Files.createSymbolicLink(working.resolve(".swarm"), temp.resolve("elsewhere"));

        assertEquals(".swarm is a link; a project's own configuration must be a plain folder.",
            assertThrows(Stop.class, () -> find(Optional.empty())).getMessage());
    }
}
