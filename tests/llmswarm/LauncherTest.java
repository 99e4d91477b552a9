package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
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
        assertEquals("<--runtime-option=-Duser.dir=%s><%1$s/swarm.java><two words><ü><$x'\">%s %1$s typed\n".formatted(clone.home(), java), run.out());
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
    void mavenStartsInAnEmptyFolderAndLooksNoFurtherUp() throws Exception {
        clone.tool("mvn", "#!/bin/sh\necho ERROR \"$MAVEN_BASEDIR $(pwd) $(ls -A)\"\nexit 1\n");
        clone.atWork(".mvn/jvm.config", "-javaagent:evil.jar");

        var said = clone.launchAtWork("", clone.home().resolve("swarm.java").toString()).err();

        assertTrue(said.contains("Maven could not fetch it: ERROR %s %1$s \n".formatted(clone.empty())), said);
    }

    @Test
    void noProgramIsLookedForInTheFolderOneWorksIn() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        for (var name : List.of("dirname", "readlink", "grep", "java", "jbang", "bin/jbang", "mvn",
                "cksum")) clone.trap(name);
        clone.set("PATH", ":bin:.:" + clone.tools() + ":");

        var run = clone.launchAtWork("", clone.home().resolve("swarm.java").toString());

        assertEquals(7, run.exit(), run.err());
        assertFalse(clone.trapRan());
    }

    @Test
    void aRelativeFolderInAVariableIsRefused() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        clone.set("JAVA_HOME", "jdk");

        assertEquals(new LauncherFixture.Run(2, "",
                "JAVA_HOME is 'jdk'; name the whole path, which begins with a slash.\n"),
            clone.launch("", "swarm.java"));
    }

    @Test
    void aScriptOfTheFolderOneWorksInIsNotStarted() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        clone.atWork("swarm.java", "class swarm {}");
        var sentence = "This launcher starts the scripts of its own folder; type: %s/jbang %1$s/swarm.java --help\n".formatted(clone.home());

        assertEquals(new LauncherFixture.Run(2, "", sentence), clone.launchAtWork("", "swarm.java", "spec.md"));
        assertEquals(new LauncherFixture.Run(2, "", sentence), clone.launchAtWork("", "--version"));
    }

    @Test
    void aFolderThatIsGoneIsSaid() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);

        var run = clone.launchFrom(clone.work(), "sh", "-c", "/bin/rmdir ../\"${PWD##*/}\"; exec \"$0\" \"$1\"",
            clone.home().resolve("jbang").toString(), clone.home().resolve("swarm.java").toString());

        assertTrue(run.err().endsWith("The folder you are in is not there any more; go to another one.\n"), run.err());
        assertEquals(2, run.exit());
    }

    @Test
    void aSearchPathOfCdAndACacheThatCannotBeMadeDoNoHarm() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        clone.atWork("elsewhere/my clone ü/swarm.java", "");
        clone.set("CDPATH", clone.work().resolve("elsewhere").toString());
        clone.set("XDG_CACHE_HOME", Files.createFile(temp.resolve("a file")).toString());

        var run = clone.launchFrom(clone.home().getParent(), "my clone ü/jbang", "my clone ü/swarm.java");

        assertTrue(run.out().contains("<%s/swarm.java>".formatted(clone.home())), run.toString());
    }

    @Test
    void anOldJavaHomeGivesWayToANewJdkOnThePath() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        var jdk = clone.jdk("jdk new", "25.0.1");
        clone.set("JAVA_HOME", clone.jdk("jdk old", "17.0.12").toString());
        clone.set("PATH", clone.tools() + ":" + jdk.resolve("bin"));

        assertTrue(clone.launch("", "swarm.java").out()
                .endsWith("<%s/swarm.java>%s %1$s \n".formatted(clone.home(), jdk)));
    }

    @Test
    void aNewerJavaHomeIsKept() throws Exception {
        clone.tool("jbang", JBANG_THAT_TELLS);
        var jdk = clone.jdk("jdk", "27-ea");
        clone.set("JAVA_HOME", jdk.toString());

        assertTrue(clone.launch("", "swarm.java").out()
                .endsWith("<%s/swarm.java>%s %1$s \n".formatted(clone.home(), jdk)));
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

        assertEquals("<--runtime-option=-Duser.dir=%s><%1$s/swarm.java><two words>typed".formatted(clone.home()),
                run.out());
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

        noFileOfTheFolderOneWorksInIsObeyed();
        signalsEndTheProgramAndRunItsHooks();
    }

    @Test
    void startsAtTheSameTimeWaitForTheOneThatBuilds() throws Exception {
        assumeTrue(LauncherFixture.onThePath("flock").isPresent(), "skipped: there is no flock");
        clone.script("built");
        clone.realJbang();
        var expected = new LauncherFixture.Run(0, "built [] \n", "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = threads.invokeAll(Collections.<Callable<LauncherFixture.Run>>nCopies(3, () ->
                    clone.launch("", "swarm.java")));
            for (var start : starts) assertEquals(expected.out(), start.get().out(), start.get()::err);
        }
        assertEquals(expected, clone.launch("", "swarm.java"));
    }

    // Part of the test above, as what follows: compiling one more script would cost two seconds.
    private void noFileOfTheFolderOneWorksInIsObeyed() throws Exception {
        var script = clone.home().resolve("swarm.java").toString();
        for (var name : List.of("jbang.properties", ".jbang/jbang.properties")) {
            clone.atWork(name, "run.javaagent=evil.jar\nrun.java-options=-XX:NoSuchOption\n");
        }
        clone.atWork("jbang-catalog.json", "{\"aliases\": {\"swarm.java\": {\"script-ref\": \"evil.java\"}}}");
        clone.atWork("arguments", "exit");
        clone.atWork("spec.md", "read from here");
        var there = new LauncherFixture.Run(0, "anybody's work: read from here [where, @arguments, ]\n", "");

        assertEquals(there, clone.launchAtWork("", script, "where", "@arguments", ""));
        assertEquals(there, clone.launchAtWork("", "run", script, "where", "@arguments", ""));
    }

    private void signalsEndTheProgramAndRunItsHooks() throws Exception {
        assertEquals(new LauncherFixture.Run(130, "ready\nhook\n", ""),
                clone.launchAndSignal("INT", "swarm.java", "wait"));
        assertEquals(new LauncherFixture.Run(143, "ready\nhook\n", ""),
                clone.launchAndSignal("TERM", "swarm.java", "wait"));
    }
}
