package sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import machine.CurrentUser;
import sandbox.view.Mounts;

/** Contains commands with the namespaces of util-linux, where bubblewrap is not installed. */
record Unshare(Path unshare, Path setpriv) implements Contained.Wall {
    private static final Pattern COMPLAINT = Pattern.compile(
            "(?s)(?:.*\\n)?(?:sandbox: (?=could not )|(?:setpriv|prlimit): (?=failed to )|unshare: (?=unshare|cannot|write|mount))([^\\n]*)");

    /**
     * Mounts what the first table says, makes the files at which something of the second one is mounted, mounts that, leaves
     * this machine's root for good, and gives up its powers over all of it before the rest of the words starts. Each process
     * costs as much as twenty mounts, so a table is one process.
     */
    private static final String SCRIPT = """
            stop() { echo "sandbox: could not $*" >&2; exit 125; }
            show() { [ -z "$1" ] || said=$(mount -n -a -T "$1" 2>&1) || stop "show what is needed: $said"; }
            setpriv=$1 network=$2 root=$3 folder=$4 first=$5 second=$6 path=$PATH
            PATH=/usr/sbin:/usr/bin:/sbin:/bin:$path
            show "$first"
            shift 6
            while [ "$1" != -- ]; do
              mkdir -p "${1%/*}" && : > "$1" || stop "make $1"
              shift
            done
            shift
            show "$second"
            [ "$network" = true ] || ip link set lo up 2>/dev/null
            cd "$root" && said=$(pivot_root . . 2>&1) && said=$(umount -n -l . 2>&1) || stop "leave this machine's root: $said"
            cd "$folder" || stop "go to $folder"
            PATH=$path
            "$setpriv" --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- "$@"
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
        var words = new ArrayList<>(List.of(setpriv.toString(), "--pdeathsig", "KILL", unshare.toString(), "-U", "-m", "-p",
                "-i", "-u", "-f", "--kill-child", "--keep-caps", "--map-user=" + CurrentUser.id(), "--map-group=" + CurrentUser.group()));
        if (!work.network()) words.add("-n");
        words.addAll(List.of("--", "/bin/sh", "-c", SCRIPT, "sh"));
        words.addAll(List.of(setpriv.toString(), Boolean.toString(work.network()), work.root().path().toString(),
                work.folder().toString()));
        words.addAll(MountTable.of(work));
        words.add("--");
        words.addAll(work.inner());
        return words;
    }
}
