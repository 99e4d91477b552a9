package llmswarm.cli.findings;

import static llmswarm.cli.findings.Finding.State.ABSENT;
import static llmswarm.cli.findings.Finding.State.NEEDED;
import static llmswarm.cli.findings.Finding.State.OK;
import static llmswarm.cli.findings.Finding.State.VITAL;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import llmswarm.check.SandboxChoice;
import llmswarm.files.GitFound;
import llmswarm.files.GitHistory;
import llmswarm.guard.Redactor;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.Machine;
import llmswarm.model.jlama.NativeLibrary;
import machine.FolderTrial;
import machine.Proxies;
import sandbox.Sandboxes;
import sandbox.process.Limits;
import text.Bounds;

/** What a machine itself offers: programs, ways to contain commands, room. */
public final class MachineFindings {
    private final Path folder;
    private final Map<String, String> env;
    private final Redactor redactor;
    private final List<Sandboxes.Candidate> sandboxes;

    /**
     * For a command.
     *
     * @param folder the folder one works in
     * @param env    the outer variables
     */
    public MachineFindings(Path folder, Map<String, String> env, Redactor redactor,
            List<Sandboxes.Candidate> sandboxes) {
        this.folder = folder;
        this.env = env;
        this.redactor = redactor;
        this.sandboxes = sandboxes;
    }

    public List<Finding> all() {
        var findings = new ArrayList<Finding>();
        findings.add(new Finding(OK, "java", "%s of %s".formatted(Runtime.version(),
                System.getProperty("java.vendor"))));
        findings.add(git());
        sandboxes.forEach(sandbox -> findings.add(sandbox(sandbox)));
        if (best().isPresent()) findings.addAll(seen());
        findings.addAll(new WallFindings(sandboxes, env).all());
        findings.add(new Finding(OK, "limits", limits()));
        findings.add(new Finding(OK, "machine",
                "%s, %s of memory".formatted(Machine.here().kind(), HubText.bytes(Machine.here().memory()))));
        findings.add(disk());
        findings.addAll(proxies());
        findings.add(secrets());
        findings.add(NativeLibrary.trouble()
                .map(why -> new Finding(ABSENT, "jlama", why + "; until then local models are several times slower"))
                .orElse(new Finding(OK, "jlama", "its native library fits this machine")));
        return findings;
    }

    private Finding git() {
        var found = GitFound.look(folder, env);
        if (found.isEmpty()) return new Finding(VITAL, "git", "not found; install it and put it on the PATH");
        var by = found.get().identity().map(identity -> ", commits are by " + identity)
                .orElse(", without user.name and user.email: commits are by %s <%s>; git config --global user.name and user.email change that"
                        .formatted(GitHistory.FALLBACK_NAME, GitHistory.FALLBACK_EMAIL));
        return new Finding(OK, "git", found.get().version() + by);
    }

    private Finding sandbox(Sandboxes.Candidate found) {
        var name = "sandbox " + found.name();
        if (found.name().equals("off")) {
            return new Finding(OK, name,
                    "only when you say --sandbox off, which runs generated code with your own rights and without any wall");
        }
        if (found.sandbox().isPresent()) return new Finding(OK, name, "works"
                + (found.equals(best().orElse(null)) ? ", and is used" : ""));
        var contained = best().isPresent();
        return new Finding(contained ? ABSENT : NEEDED, name, "does not work: %s%s".formatted(found.trouble(),
                contained ? "" : "; install bubblewrap, let this user make namespaces, or say --sandbox off"));
    }

    private Optional<Sandboxes.Candidate> best() {
        return sandboxes.stream().filter(found -> found.sandbox().isPresent() && !found.name().equals("off"))
                .findFirst();
    }

    private List<Finding> seen() {
        var seen = new Finding(OK, "checks see",
                "their folder, and to be read %s, and of /etc what everybody may read; SWARM_SANDBOX_READ names more"
                .formatted(listed(SandboxChoice.all(env).seen())));
        var sockets = SandboxChoice.all(env).sockets(folder);
        return sockets.isEmpty() ? List.of(seen) : List.of(seen, new Finding(OK, "sockets",
                "programs listen at %s; checks see an empty file there".formatted(listed(sockets))));
    }

    private static String listed(List<Path> places) {
        return places.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static String limits() {
        var each = Limits.DEFAULT;
        return "a check is ended after %s, or when it takes %s of memory, starts %d processes, writes %s, makes %s files or prints %s; %s".formatted(
                Bounds.text(each.time()), Bounds.size(each.memoryBytes()), each.processes(),
                Bounds.size(each.diskBytes()), Bounds.count(each.files()), Bounds.size(each.printedBytes()),
                Sandboxes.haveControlGroups() ? "watched, and bounded by a control group"
                : "watched, since no control group can be made here");
    }

    /** What stays away from prompts, journals, screens and commits, and what does not although its name asks for it. */
    private Finding secrets() {
        var guarded = redactor.guarded().isEmpty() ? "no variable here holds one" : "replaces the values of "
                + String.join(", ", redactor.guarded());
        return redactor.common().isEmpty() ? new Finding(OK, "secrets", guarded)
                : new Finding(ABSENT, "secrets", "%s; too short or too common to be replaced: %s".formatted(guarded,
                String.join(", ", redactor.common())));
    }

    /** Which proxies model servers and hubs are asked through; nothing where there are none. */
    private List<Finding> proxies() {
        var proxies = new Proxies(env);
        var wrong = proxies.all().stream().flatMap(way -> way.trouble().stream()).toList();
        if (!wrong.isEmpty()) return List.of(new Finding(ABSENT, "proxy", String.join("; ", wrong)));
        if (proxies.all().isEmpty()) return List.of();
        var named = proxies.all().stream().map(Proxies.Way::toString).collect(Collectors.joining(", "));
        return List.of(new Finding(OK, "proxy", "models and hubs elsewhere are asked through %s%s".formatted(named,
                proxies.exempt().isEmpty() ? "" : ", but for those in NO_PROXY: " + proxies.exempt())));
    }

    private Finding disk() {
        var shut = FolderTrial.of(folder, List.of(), ".swarm-%s.tmp");
        if (!shut.isEmpty()) return new Finding(ABSENT, "disk", shut.getFirst() + "; work in another folder, or name one with --output");
        long free = FolderTrial.room(folder);
        var enough = free > Limits.DEFAULT.diskBytes();
        return new Finding(enough ? OK : ABSENT, "disk", HubText.bytes(free) + " free here"
                + (enough ? "" : ", less than one check may write; make room"));
    }
}
