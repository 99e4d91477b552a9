package sandbox.syscalls;

import static sandbox.syscalls.Ruling.ALLOWED;
import static sandbox.syscalls.Ruling.NOT_PERMITTED;
import static sandbox.syscalls.Ruling.NOT_THERE;
import static sandbox.syscalls.Ruling.NO_SUCH_FAMILY;
import static sandbox.syscalls.Ruling.NO_SUCH_PROTOCOL;
import static sandbox.syscalls.Syscall.Condition.ALL_BITS;
import static sandbox.syscalls.Syscall.NONE;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import sandbox.syscalls.Syscall.Clause;
import sandbox.syscalls.Syscall.Condition;

/**
 * What no check needs of the kernel and where the kernel has been attacked through. Numbers are those of
 * asm/unistd_64.h and asm-generic/unistd.h, values those of linux/sched.h, asm-generic/ioctls.h, linux/fcntl.h,
 * linux/personality.h, linux/ptrace.h, linux/socket.h, linux/net.h and linux/in.h.
 */
public final class SyscallRules {
    /** The last call known here, of Linux 6.7: what came later is not there, so that no new call is allowed unread. */
    static final int NEWEST = 456;
    /** CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID and CLONE_NEWNET. */
    private static final int NAMESPACES = 0x7E020000;
    private static final int CLONE_NEWTIME = 0x80;
    private static final int TIOCSTI = 0x5412, TIOCLINUX = 0x541C, TIOCSETD = 0x5423;
    private static final int F_SETLEASE = 1024, F_SETDELEG = 1040;
    private static final int AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, AF_NETLINK = 16, NETLINK_ROUTE = 0;
    private static final int SOCKET_TYPE = 0xF, SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_SEQPACKET = 5;
    private static final int IPPROTO_IP = 0, IPPROTO_ICMP = 1, IPPROTO_TCP = 6, IPPROTO_UDP = 17, IPPROTO_ICMPV6 = 58;
    private static final int PTRACE_CONT = 7, PTRACE_KILL = 8, PTRACE_ATTACH = 16, PTRACE_DETACH = 17,
            PTRACE_GETREGSET = 0x4204;
    /**
     * PER_LINUX32, UNAME26 and ADDR_NO_RANDOMIZE, which sanitizers and debuggers set; and the question which one is
     * set.
     */
    private static final int PERSONALITIES = 0x00060008, WHICH = 0xFFFFFFFF;

    private static final List<Syscall> BUT_SOCKETS = List.of(
            // Keys and the memory of other processes.
            of("add_key", 248, 217, NOT_PERMITTED),
            of("request_key", 249, 218, NOT_PERMITTED),
            of("keyctl", 250, 219, NOT_PERMITTED),
            // What finds leaks of memory stops its own threads and reads their registers, which changes nothing in
            // them.
            of("ptrace", 101, 117, NOT_PERMITTED, clause(ALLOWED, oneOf(0, PTRACE_ATTACH, PTRACE_GETREGSET, PTRACE_CONT,
                    PTRACE_DETACH, PTRACE_KILL))),
            of("process_vm_readv", 310, 270, NOT_PERMITTED),
            of("process_vm_writev", 311, 271, NOT_PERMITTED),
            of("pidfd_getfd", 438, 438, NOT_PERMITTED),
            // Machinery inside the kernel. What io_uring does no filter sees.
            of("bpf", 321, 280, NOT_PERMITTED),
            of("perf_event_open", 298, 241, NOT_PERMITTED),
            of("userfaultfd", 323, 282, NOT_PERMITTED),
            of("fanotify_init", 300, 262, NOT_PERMITTED),
            of("io_uring_setup", 425, 425, NOT_THERE),
            of("io_uring_enter", 426, 426, NOT_THERE),
            of("io_uring_register", 427, 427, NOT_THERE),
            of("syslog", 103, 116, NOT_PERMITTED),
            of("lookup_dcookie", 212, 18, NOT_PERMITTED),
            // Mounts, and files by other ways than their paths.
            of("mount", 165, 40, NOT_PERMITTED),
            of("umount2", 166, 39, NOT_PERMITTED),
            of("pivot_root", 155, 41, NOT_PERMITTED),
            of("chroot", 161, 51, NOT_PERMITTED),
            of("open_tree", 428, 428, NOT_PERMITTED),
            of("move_mount", 429, 429, NOT_PERMITTED),
            of("fsopen", 430, 430, NOT_PERMITTED),
            of("fsconfig", 431, 431, NOT_PERMITTED),
            of("fsmount", 432, 432, NOT_PERMITTED),
            of("fspick", 433, 433, NOT_PERMITTED),
            of("mount_setattr", 442, 442, NOT_PERMITTED),
            of("open_by_handle_at", 304, 265, NOT_PERMITTED),
            of("quotactl", 179, 60, NOT_PERMITTED),
            of("quotactl_fd", 443, 443, NOT_PERMITTED),
            // The machine as a whole.
            of("acct", 163, 89, NOT_PERMITTED),
            of("swapon", 167, 224, NOT_PERMITTED),
            of("swapoff", 168, 225, NOT_PERMITTED),
            of("reboot", 169, 142, NOT_PERMITTED),
            of("kexec_load", 246, 104, NOT_PERMITTED),
            of("kexec_file_load", 320, 294, NOT_PERMITTED),
            of("init_module", 175, 105, NOT_PERMITTED),
            of("finit_module", 313, 273, NOT_PERMITTED),
            of("delete_module", 176, 106, NOT_PERMITTED),
            of("_sysctl", 156, NONE, NOT_THERE),
            of("uselib", 134, NONE, NOT_THERE),
            of("modify_ldt", 154, NONE, NOT_THERE),
            of("iopl", 172, NONE, NOT_PERMITTED),
            of("ioperm", 173, NONE, NOT_PERMITTED),
            // Namespaces, in which a program has powers. No filter can read what clone3 is asked; clone is tried next.
            of("setns", 308, 268, NOT_PERMITTED),
            of("unshare", 272, 97, NOT_PERMITTED, clause(ALLOWED, noneOf(NAMESPACES | CLONE_NEWTIME))),
            of("clone", 56, 220, NOT_PERMITTED, clause(ALLOWED, noneOf(NAMESPACES))),
            of("clone3", 435, 435, NOT_THERE),
            of("memfd_secret", 447, 447, NOT_THERE),
            // Typing into a terminal, and drivers that the kernel loads for one.
            of("ioctl", 16, 29, ALLOWED, clause(NOT_PERMITTED, oneOf(1, TIOCSTI, TIOCLINUX, TIOCSETD))),
            // Whoever owns a file and has a lease of it holds up each program of the machine that opens it (fcntl(2)).
            of("fcntl", 72, 25, ALLOWED, clause(NOT_PERMITTED, oneOf(1, F_SETLEASE, F_SETDELEG))),
            of("personality", 135, 92, NOT_PERMITTED, clause(ALLOWED, oneOf(0, WHICH)),
                    clause(ALLOWED, noneOf(~PERSONALITIES))));
    private static final Condition UNIX = oneOf(0, AF_UNIX);

    private SyscallRules() {
    }

    /**
     * The calls that are ruled. Whoever shares the machine's network also shares the names of abstract unix sockets, at
     * which its programs listen (unix(7)): with network only a pair of sockets is to be had, of the types that cannot
     * be connected anew.
     */
    public static List<Syscall> all(boolean network) {
        var one = network ? clause(NO_SUCH_FAMILY, UNIX) : clause(ALLOWED, UNIX);
        var pair = network ? clause(ALLOWED, UNIX, type(SOCK_STREAM, SOCK_SEQPACKET)) : clause(ALLOWED, UNIX);
        var sockets = Stream.of(sockets("socket", 41, 198, one), sockets("socketpair", 53, 199, pair));
        return Stream.concat(BUT_SOCKETS.stream(), sockets).toList();
    }

    private static Syscall of(String name, int x86, int arm, Ruling otherwise, Clause... clauses) {
        return new Syscall(name, x86, arm, List.of(clauses), otherwise);
    }

    private static Clause clause(Ruling ruling, Condition... conditions) {
        return new Clause(List.of(conditions), ruling);
    }

    private static Condition oneOf(int argument, int... values) {
        return new Condition(argument, ALL_BITS, IntStream.of(values).boxed().toList());
    }

    /** None of these bits is set in the first argument. */
    private static Condition noneOf(int bits) {
        return new Condition(0, bits, List.of(0));
    }

    private static Condition type(Integer... types) {
        return new Condition(1, SOCKET_TYPE, List.of(types));
    }

    /**
     * Netlink to the route service tells a program the network's interfaces: getifaddrs(3) knows no other way. Of the
     * internet only what the kernel always has, since it loads the rest when somebody asks.
     */
    private static Syscall sockets(String name, int x86, int arm, Clause unix) {
        var internet = oneOf(0, AF_INET, AF_INET6);
        var netlink = oneOf(0, AF_NETLINK);
        return of(name, x86, arm, NO_SUCH_FAMILY, unix,
                clause(ALLOWED, internet, type(SOCK_STREAM, SOCK_DGRAM),
                        oneOf(2, IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMPV6)),
                clause(NO_SUCH_PROTOCOL, internet),
                clause(ALLOWED, netlink, oneOf(2, NETLINK_ROUTE)),
                clause(NO_SUCH_PROTOCOL, netlink));
    }
}
