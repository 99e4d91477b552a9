package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Contains commands with the namespaces of util-linux, where bubblewrap is not installed. */
record Unshare(Path unshare, Path setpriv) implements Contained.Wall {
    private static final Pattern COMPLAINT = Pattern.compile(
            "(?s)(?:.*\\n)?(?:sandbox: (?=could not )|(?:setpriv|prlimit): (?=failed to )|unshare: (?=unshare|cannot|write|mount))([^\\n]*)");
    private static final Path DEV = Path.of("/dev"), PROC = Path.of("/proc"), STAGE = Path.of("/sys");
    private static final String CLOSED = "mode=0755,size=" + Bubblewrap.LITTLE;
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");
    private static final Map<String, String> STREAMS = Map.of("fd", "/proc/self/fd", "stdin", "/proc/self/fd/0", "stdout",
            "/proc/self/fd/1", "stderr", "/proc/self/fd/2", "ptmx", "pts/ptmx");

    /**
     * Mounts what the words before {@code --} say, two places a step, then runs the rest in a second user namespace: there it
     * has its user's own number and no power over the mounts, which the kernel has locked.
     */
    private static final String SCRIPT = """
            stop() { echo "sandbox: could not $*" >&2; exit 125; }
            unshare=$1 setpriv=$2 user=$3 group=$4 folder=$5 path=$PATH
            shift 5
            PATH=/usr/sbin:/usr/bin:/sbin:/bin:$path
            cd / || stop go to /
            while [ "$1" != -- ]; do
              case $1 in
                folder) [ -d "$3" ] || mkdir -p "$3" ;;
                file) [ -e "$3" ] || : > "$3" ;;
                link) ln -s "$2" "$3" ;;
                empty) { [ -d "$3" ] || mkdir -p "$3"; } && mount -n -t tmpfs -o "$2" tmpfs "$3" ;;
                bind) mount -n --rbind "$2" "$3" ;;
                move) mount -n --move "$2" "$3" ;;
                options) mount -n -o "remount,bind,$2" "$3" ;;
                attempt) mount -n -o "remount,bind,$2" "$3" 2>/dev/null || : ;;
                terminals) mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$3" 2>/dev/null || : ;;
                network) ip link set lo up 2>/dev/null || : ;;
              esac || stop "$1 $3"
              shift 3
            done
            shift
            cd "$folder" || stop go to "$folder"
            PATH=$path
            [ "$user" = 0 ] && drop="--bounding-set=-all --inh-caps=-all" || drop=
            "$unshare" -U --map-user="$user" --map-group="$group" -- "$setpriv" --no-new-privs $drop -- "$@"
            exit $?
            """;

    @Override
    public String name() {
        return "unshare";
    }

    @Override
    public Pattern complaint() {
        return COMPLAINT;
    }

    /** What comes from outside is a positional parameter, never a part of the script. */
    @Override
    public List<String> words(Work work) {
        var words = new ArrayList<>(List.of(setpriv.toString(), "--pdeathsig", "KILL", unshare.toString(), "-r", "-m", "-p",
                "-i", "-u", "-f", "--kill-child", "--mount-proc"));
        if (!work.network()) words.add("-n");
        words.addAll(List.of("--", "/bin/sh", "-c", SCRIPT, "sh"));
        words.addAll(List.of(unshare.toString(), setpriv.toString(), Integer.toString(Program.user()), Integer.toString(Program.group()), work.folder().toString()));
        words.addAll(steps(work).stream().flatMap(step -> List.of(step.does(), step.with(), step.at()).stream()).toList());
        words.add("--");
        words.addAll(work.inner());
        return words;
    }

    private record Step(String does, String with, String at) {
        Step(String does, Object with, Path at) {
            this(does, with.toString(), at.toString());
        }
    }

    /** What is shown where, in this order: parents come before what lies in them. */
    private record Shown(Path from, Path at, boolean writable) {
    }

    private static List<Shown> shown(Work work) {
        var shown = new ArrayList<Shown>();
        work.seen().tools().forEach(tool -> shown.add(new Shown(tool.from(), tool.to(), false)));
        work.visible().forEach(shared -> shown.add(new Shown(shared, shared, false)));
        shown.add(new Shown(work.folder(), work.folder(), true));
        work.shared().forEach((at, from) -> shown.add(new Shown(from, at, false)));
        return shown;
    }

    private static List<Step> steps(Work work) {
        var seen = work.seen();
        var mounts = Mounts.ofThisMachine();
        var shown = shown(work);
        var steps = new ArrayList<Step>();
        steps.addAll(readOnly(mounts, seen.hidden()));
        steps.addAll(devices(work));
        work.airlock().ifPresent(airlock -> steps.addAll(airlock(airlock.file(), mounts)));
        Airlock.KEYS.forEach(list -> steps.add(new Step("bind", "/dev/null", list)));
        // What lies in folders that are about to be hidden is bound beside the devices first, and moved to its place after.
        IntStream.range(0, shown.size()).forEach(i -> steps.addAll(bound(shown.get(i).from(), stashed(STAGE, i))));
        steps.add(new Step("move", STAGE, DEV));
        seen.hidden().forEach(hidden -> steps.add(new Step("empty", open(seen.isRoomy(hidden) ? work.scratch() : Bubblewrap.LITTLE), hidden)));
        steps.add(new Step("folder", "", Hidden.real(seen.home())));
        for (int i = 0; i < shown.size(); i++) {
            var at = shown.get(i).at();
            steps.addAll(place(shown.get(i).from(), at));
            steps.add(new Step("move", stashed(DEV, i), at));
            steps.add(new Step("options", mounts.of(shown.get(i).from()).as(shown.get(i).writable() ? "rw" : "ro"), at));
        }
        seen.masked().forEach(secret -> steps.add(Files.isDirectory(secret) ? new Step("empty", CLOSED, secret) : new Step("bind", "/dev/null", secret)));
        for (var kept : work.kept()) {
            steps.addAll(List.of(new Step("bind", kept, kept), new Step("options", mounts.of(kept).as("ro"), kept)));
        }
        if (!work.network()) steps.add(new Step("network", "", PROC));
        return steps;
    }

    private static String open(long bytes) {
        return "mode=1777,size=" + bytes;
    }

    private static List<Step> readOnly(Mounts mounts, List<Path> hidden) {
        var steps = new ArrayList<Step>();
        for (var mount : mounts.all()) {
            var replaced = mount.at().startsWith(DEV) || mount.at().startsWith(PROC);
            if (!replaced && !mount.options().startsWith("ro")) {
                var covered = hidden.stream().anyMatch(mount.at()::startsWith);
                steps.add(new Step(covered ? "attempt" : "options", mount.as("ro"), mount.at()));
            }
        }
        // For these the kernel asks for root's number, not for its powers; other users' numbers open nothing there.
        Stream.of("sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi").map(PROC::resolve).filter(Files::exists)
                .forEach(control -> steps.addAll(List.of(new Step("bind", control, control),
                        new Step("options", "ro,nosuid,nodev,noexec,relatime", control))));
        return steps;
    }

    private static List<Step> devices(Work work) {
        var steps = new ArrayList<Step>();
        steps.add(new Step("empty", "mode=0755,size=1m", STAGE));
        DEVICES.forEach(name -> steps.addAll(bound(DEV.resolve(name), STAGE.resolve(name))));
        STREAMS.forEach((name, target) -> steps.add(new Step("link", target, STAGE.resolve(name))));
        steps.add(new Step("empty", open(work.scratch()), STAGE.resolve("shm")));
        steps.add(new Step("folder", "", STAGE.resolve("pts")));
        steps.add(new Step("terminals", "", STAGE.resolve("pts")));
        return steps;
    }

    private static List<Step> airlock(Path file, Mounts mounts) {
        var place = STAGE.resolve(DEV.relativize(Airlock.PLACE));
        var steps = new ArrayList<>(bound(file, place));
        steps.add(new Step("options", mounts.of(file).as("ro"), place));
        return steps;
    }

    private static List<Step> bound(Path from, Path to) {
        var steps = new ArrayList<>(place(from, to));
        steps.add(new Step("bind", from, to));
        return steps;
    }

    private static List<Step> place(Path from, Path to) {
        return Files.isDirectory(from) ? List.of(new Step("folder", "", to))
                : List.of(new Step("folder", "", to.getParent()), new Step("file", "", to));
    }

    private static Path stashed(Path where, int number) {
        return where.resolve(".shown").resolve(Integer.toString(number));
    }
}
