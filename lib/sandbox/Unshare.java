package sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import machine.CurrentUser;
import sandbox.process.ControlGroup;
import sandbox.syscalls.KernelCall;
import sandbox.syscalls.StartupCalls;
import sandbox.syscalls.StartupCalls.Argument;
import sandbox.view.InnerUser;

/**
 * Contains commands with the kernel's namespaces alone, where bubblewrap is not installed. The numbers are those of
 * linux/sched.h, linux/prctl.h, linux/capability.h, linux/sockios.h and linux/if.h.
 */
record Unshare() implements Contained.Wall {
    /** CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER and CLONE_NEWPID. */
    private static final int NAMESPACES = 0x3C020000;
    private static final int CLONE_NEWNET = 0x40000000, SIGCHLD = 17, SIGKILL = 9;
    private static final int PR_SET_PDEATHSIG = 1, PR_CAPBSET_DROP = 24, MNT_DETACH = 2;
    private static final int AF_INET = 2, SOCK_DGRAM = 2, SIOCSIFFLAGS = 0x8914;
    private static final short IFF_UP = 1;
    /** Every kernel that can filter system calls has the powers up to CAP_AUDIT_READ; a newer one may have more. */
    private static final int KNOWN_POWERS = 37, POWERS = 63;

    @Override
    public String name() {
        return "unshare";
    }

    /**
     * The program raises the walls, and behind them the same one is started anew, where a command cannot change its
     * file.
     */
    @Override
    public List<String> words(ContainedCommand work, Optional<ControlGroup> group) {
        return work.after(group, calls -> raise(calls, work), work.inner());
    }

    private static void raise(StartupCalls calls, ContainedCommand work) {
        calls.call("end with this program", KernelCall.PRCTL, PR_SET_PDEATHSIG, SIGKILL);
        calls.call("make namespaces", KernelCall.CLONE, NAMESPACES | (work.network() ? 0 : CLONE_NEWNET) | SIGCHLD);
        calls.call("end with its parent", KernelCall.PRCTL, PR_SET_PDEATHSIG, SIGKILL);
        calls.write("keep its groups", "/proc/self/setgroups", "deny");
        var inner = InnerUser.here();
        calls.write("have a user", "/proc/self/uid_map", "%d %d 1".formatted(inner.id(), CurrentUser.id()));
        calls.write("have a group", "/proc/self/gid_map", "%d %d 1".formatted(inner.group(), CurrentUser.group()));
        if (!work.network()) calls.ioctl(AF_INET, SOCK_DGRAM, SIOCSIFFLAGS, loopback());
        MountTable.into(calls, work);
        leave(work.root().path(), calls);
        calls.enter("go to " + work.folder(), work.folder().toString());
        giveUpPowers(calls);
        Program.count(calls, work.limits());
    }

    /** A struct ifreq that brings up the network's own interface. */
    private static byte[] loopback() {
        var name = "lo".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).put(name).putShort(16, IFF_UP).array();
    }

    /** For good: the old root comes to lie on the new one and is taken off (pivot_root(2)). */
    private static void leave(Path root, StartupCalls calls) {
        var aim = "leave this machine's root";
        calls.enter(aim, root.toString());
        calls.call(aim, KernelCall.PIVOT_ROOT, Argument.of("."), Argument.of("."));
        calls.call(aim, KernelCall.UMOUNT2, Argument.of("."), Argument.of(MNT_DETACH));
    }

    /** A program that is started gets no more than these bounds allow, not even as root (capabilities(7)). */
    private static void giveUpPowers(StartupCalls calls) {
        for (int power = 0; power <= POWERS; power++) {
            calls.call(power <= KNOWN_POWERS ? "give up its powers" : "", KernelCall.PRCTL, PR_CAPBSET_DROP, power);
        }
    }
}
