package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import llmswarm.Tape;
import llmswarm.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows docs/packs.md to the letter: writes its files, types its commands, and reads what they print. */
class PacksPageTest {
    /** A file in bold and what of it stands in the block below; or commands with what they print. */
    private static final Pattern STEP = Pattern.compile(
            "(?ms)^\\*\\*`(?<path>[^`]+)`\\*\\*(?<how>[^\\n]*)\\n\\n(?<fence>`{3,})\\w+\\n(?<text>.*?)^\\k<fence>$"
                    + "|^```console\\n(?<typed>.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (?<command>.+)\\n(?<output>(?:(?!\\$ ).*\\n)*)");
    private static final Pattern VARYING = Pattern.compile("\\.\\.\\.| +[\\d.]+ (s\\b|passed checks?)");
    private static final String PROGRAM = "./jbang swarm.java ", ADDED = ", added at the end:", FROM = ", from `";

    @TempDir
    Path folder;
    private Workshop shop;
    private Path pack;

    private static String page() throws IOException {
        return Files.readString(Tape.checkout().resolve("docs/packs.md"));
    }

    @Test
    void whoFollowsThePageMeetsWhatItTells() throws Exception {
        shop = new Workshop(folder);
        pack = folder.toRealPath().resolve("CONFIG/llm-swarm/stacks/perl-cli");
        shop.env.put("XDG_CONFIG_HOME", folder.toRealPath().resolve("CONFIG").toString());
        int files = 0, commands = 0;
        for (var step = STEP.matcher(page()); step.find();) {
            if (step.group("typed") == null) {
                write(step.group("path"), step.group("how"), step.group("text"));
                files++;
                continue;
            }
            for (var typed = COMMAND.matcher(step.group("typed")); typed.find(); commands++) {
                var printed = printed(typed.group("command"));
                assertTrue(asTold(typed.group("output")).matcher(printed).matches(),
                        () -> "%s\nprints\n%s\nand not\n%s".formatted(typed.group("command"), printed, typed.group("output")));
            }
        }
        assertEquals("15 files, 24 commands", "%d files, %d commands".formatted(files, commands));
        assertTrue(Files.readString(Tape.checkout().resolve("README.md")).contains("(docs/packs.md)"));
    }

    private void write(String path, String how, String text) throws IOException {
        var file = pack.resolve(path);
        Files.createDirectories(file.getParent());
        var before = Files.exists(file) ? Files.readString(file) : "";
        var from = how.startsWith(FROM) ? before.indexOf(how.substring(FROM.length(), how.lastIndexOf('`'))) : 0;
        Files.writeString(file, how.equals(ADDED) ? before + text : before.substring(0, from) + text);
    }

    private String printed(String command) throws Exception {
        if (!command.startsWith(PROGRAM)) return shell(command);
        var words = shell("printf '%s\\n' " + command.substring(PROGRAM.length())).lines().toArray(String[]::new);
        var result = Here.asSeen(shop, words);
        return result.out().replace(pack.getParent().getParent().toString(), "~/.config/llm-swarm")
                .replace(shop.folder.toString(), "~");
    }

    private String shell(String command) throws Exception {
        var process = Workshop.process(shop.folder, Arrays.asList("bash", "-c",
                "pack=%s\n%s".formatted(pack, command.replaceFirst("^pack=.*", "true"))));
        process.environment().put("HOME", shop.folder.toString());
        for (var who : new String[] {"AUTHOR", "COMMITTER"}) {
            process.environment().put("GIT_%s_NAME".formatted(who), "A");
            process.environment().put("GIT_%s_EMAIL".formatted(who), "a@localhost");
        }
        var started = process.start();
        started.getOutputStream().close();
        var output = new String(started.getInputStream().readAllBytes());
        assertEquals(0, started.waitFor(), output);
        return output;
    }

    /** Times are what they are, a check that is ready may run once more, and three dots stand for what is left out. */
    private static Pattern asTold(String output) {
        return Pattern.compile(output.lines().map(line -> line.equals("...") ? "(?:.*\\n)*?" : VARYING.matcher("\\Q" + line + "\\E")
                .replaceAll(found -> Matcher.quoteReplacement("\\E" + (found.group().equals("...") ? ".*" : " +[0-9.]+ " + found.group(1)) + "\\Q")) + "\\n")
                .collect(Collectors.joining()));
    }
}
