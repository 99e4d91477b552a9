package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private static final String JBANG_THAT_TELLS = """
        #!/bin/sh
        printf '<%s>' "$@"
        echo "$JAVA_HOME $SWARM_HOME $(cat)"
        exit 7
        """;

    @TempDir
    Path temp;
    private LauncherFixture clone;

    @BeforeEach
    void aCloneOnAMachineWithNothingButTheBasicTools() throws IOException {
        clone = new LauncherFixture(temp.toRealPath());
    }

    @Test
    void anInstalledJbangGetsArgumentsAndStandardInputAndItsExitCodePasses() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);

        var run = clone.launch("typed", "swarm.java", "two words", "ü", "$x'\"");

        var java = System.getProperty("java.home");
        assertEquals("<swarm.java><two words><ü><$x'\">%s %s typed\n".formatted(java, clone.home()), run.out());
        assertEquals("", run.err());
        assertEquals(7, run.exit());
    }

    @Test
    void theLauncherOfAnotherCloneIsNotTakenForJbang() throws Exception {
        var other = Files.createDirectory(temp.resolve("other"));
        Files.copy(clone.home().resolve("jbang"), other.resolve("jbang"));
        assertTrue(other.resolve("jbang").toFile().setExecutable(true));
        clone.tool("jbang", JBANG_THAT_TELLS);
        clone.set("PATH", other + ":" + clone.tools());

        assertEquals(7, clone.launch("", "swarm.java").exit());
    }

    @Test
    void anOldJavaHomeGivesWayToANewJdkOnThePath() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        var jdk = clone.jdk("jdk new", "25.0.1");
        clone.set("JAVA_HOME", clone.jdk("jdk old", "17.0.12").toString());
        clone.set("PATH", clone.tools() + ":" + jdk.resolve("bin"));

        assertEquals("<swarm.java>%s %s \n".formatted(jdk, clone.home()), clone.launch("", "swarm.java").out());
    }

    @Test
    void aNewerJavaHomeIsKept() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        var jdk = clone.jdk("jdk", "27-ea");
        clone.set("JAVA_HOME", jdk.toString());

        assertEquals("<swarm.java>%s %s \n".formatted(jdk, clone.home()), clone.launch("", "swarm.java").out());
    }

    @Test
    void aPackageWithAnotherDigestIsRefused() throws Exception {
        clone.tool("mvn", """
            #!/bin/sh
            for word; do case $word in -DoutputDirectory=*) printf no > "${word#*=}/jbang-cli-0.132.1-all.jar" ;; esac; done
            """);

        var run = clone.launch("", "swarm.java");

        assertEquals("""
            Fetching JBang 0.132.1 with Maven (9.5 MB, once) ...
            The JBang package that Maven fetched has the sha256 \
            9390298f3fb0c5b160498935d79cb139aef28e1c47358b4bbba61862b9c26e59, not \
            f977075849cff866f45b27997f5671ab8a336a5dd3cf9e702b3479128338f3a7, and is not used. \
            Remove dev/jbang from the local Maven repository and try again, or install JBang and put it on the PATH.
            """, run.err());
        assertEquals(1, run.exit());
        assertEquals(List.of(), clone.cached());
    }

    @Test
    void withoutJbangAndMavenItsZeroInstallScriptRuns() throws Exception {
        clone.tool("curl", """
            #!/bin/sh
            printf '%s\\n' 'printf "<%s>" "$@"; cat; exit 9' > "$3"
            """);

        var run = clone.launch("typed", "swarm.java", "two words");

        assertEquals("<swarm.java><two words>typed", run.out());
        assertEquals("Fetching JBang with its own zero-install script ...\n", run.err());
        assertEquals(9, run.exit());
        assertEquals(List.of(), clone.cached());
    }

    @Test
    void withoutANetworkTheSentenceSaysWhatToDo() throws Exception {
        clone.tool("mvn", "#!/bin/sh\necho '[ERROR] the network is unreachable'\nexit 1\n");
        clone.tool("curl", "#!/bin/sh\nexit 6\n");

        var run = clone.launch("", "swarm.java");

        assertEquals("""
            Fetching JBang 0.132.1 with Maven (9.5 MB, once) ...
            Maven could not fetch it: [ERROR] the network is unreachable
            Fetching JBang with its own zero-install script ...
            JBang could not be fetched, neither with Maven nor from its own site; \
            connect to the network, or install JBang (its site tells how) and put it on the PATH.
            """, run.err());
        assertEquals(1, run.exit());
    }

    @Test
    void anUnchangedScriptStartsWithoutJbangAndAnEditIsSeenAtOnce() throws Exception {
        clone.script("first");
        var jbang = clone.realJbang();
        assertEquals("first [a b] \n", clone.launch("", "swarm.java", "a b").out());

        clone.withoutJbang(jbang);
        assertEquals("first [--help, ü] \n", clone.launch("", "swarm.java", "--help", "ü").out());

        clone.realJbang();
        clone.script("second");
        assertEquals(5, clone.launch("", "swarm.java", "exit").exit());
        assertEquals(new LauncherFixture.Run(0, "second [] typed\n", ""), clone.launch("typed", "swarm.java"));
        assertEquals(new LauncherFixture.Run(5, "", ""), clone.launch("", "swarm.java", "exit"));

        signalsEndTheProgramAndRunItsHooks();
    }

    // Part of the test above: compiling one more script would cost two seconds.
    private void signalsEndTheProgramAndRunItsHooks() throws Exception {
        assertEquals(new LauncherFixture.Run(130, "ready\nhook\n", ""), clone.launchAndSignal("INT", "swarm.java", "wait"));
        assertEquals(new LauncherFixture.Run(143, "ready\nhook\n", ""), clone.launchAndSignal("TERM", "swarm.java", "wait"));
    }
}
