package llmswarm.check;

import static llmswarm.check.Ruling.ALLOWED;
import static llmswarm.check.Ruling.NOT_PERMITTED;
import static llmswarm.check.Ruling.NOT_THERE;
import static llmswarm.check.Ruling.NO_SUCH_FAMILY;
import static llmswarm.check.Ruling.NO_SUCH_PROTOCOL;
import static llmswarm.check.Syscall.NONE;
import static llmswarm.check.Syscall.Test.DIFFERS;
import static llmswarm.check.Syscall.Test.EQUALS;
import static llmswarm.check.Syscall.Test.SHARES;

import java.util.List;

import llmswarm.check.Syscall.Clause;

/**
 * What no check needs of the kernel and where the kernel has been attacked through. Numbers are those of asm/unistd_64.h and
 * asm-generic/unistd.h, values those of linux/sched.h, asm-generic/ioctls.h, linux/personality.h,
 * linux/ptrace.h and linux/socket.h.
 */
final class Syscalls {
    /** The last call known here, of Linux 6.7: what came later is not there, so that no new call is allowed unread. */
    static final int NEWEST = 456;
    /** CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID and CLONE_NEWNET. */
    private static final int NAMESPACES = 0x7E020000;
    private static final int CLONE_NEWTIME = 0x80;
    private static final int TIOCSTI = 0x5412, TIOCLINUX = 0x541C, TIOCSETD = 0x5423;
    private static final int AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, AF_NETLINK = 16, NETLINK_ROUTE = 0;
    private static final int PTRACE_CONT = 7, PTRACE_KILL = 8, PTRACE_ATTACH = 16, PTRACE_DETACH = 17,
            PTRACE_GETREGSET = 0x4204;
    /** PER_LINUX32, UNAME26 and ADDR_NO_RANDOMIZE, which sanitizers and debuggers set; and the question which one is set. */
    private static final int PERSONALITIES = 0x00060008, WHICH = 0xFFFFFFFF;

    static final List<Syscall> ALL = List.of(
            // Keys and the memory of other processes.
            of("add_key", 248, 217, NOT_PERMITTED),
            of("request_key", 249, 218, NOT_PERMITTED),
            of("keyctl", 250, 219, NOT_PERMITTED),
            // What finds leaks of memory stops its own threads and reads their registers, which changes nothing in them.
            of("ptrace", 101, 117, NOT_PERMITTED, allowed(PTRACE_ATTACH), allowed(PTRACE_GETREGSET), allowed(PTRACE_CONT),
                    allowed(PTRACE_DETACH), allowed(PTRACE_KILL)),
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
            of("unshare", 272, 97, ALLOWED, new Clause(0, SHARES, NAMESPACES | CLONE_NEWTIME, NOT_PERMITTED)),
            of("clone", 56, 220, ALLOWED, new Clause(0, SHARES, NAMESPACES, NOT_PERMITTED)),
            of("clone3", 435, 435, NOT_THERE),
            // Typing into a terminal, and drivers that the kernel loads for one.
            of("ioctl", 16, 29, ALLOWED, new Clause(1, EQUALS, TIOCSTI, NOT_PERMITTED),
                    new Clause(1, EQUALS, TIOCLINUX, NOT_PERMITTED), new Clause(1, EQUALS, TIOCSETD, NOT_PERMITTED)),
            of("personality", 135, 92, ALLOWED, allowed(WHICH), new Clause(0, SHARES, ~PERSONALITIES, NOT_PERMITTED)),
            sockets("socket", 41, 198),
            sockets("socketpair", 53, 199));

    private Syscalls() {
    }

    private static Syscall of(String name, int x86, int arm, Ruling otherwise, Clause... clauses) {
        return new Syscall(name, x86, arm, List.of(clauses), otherwise);
    }

    private static Clause allowed(int first) {
        return new Clause(0, EQUALS, first, ALLOWED);
    }

    /** Netlink to the route service, which tells a program the network's interfaces: getifaddrs(3) knows no other way. */
    private static Syscall sockets(String name, int x86, int arm) {
        return of(name, x86, arm, NO_SUCH_PROTOCOL, allowed(AF_UNIX), allowed(AF_INET), allowed(AF_INET6),
                new Clause(0, DIFFERS, AF_NETLINK, NO_SUCH_FAMILY), new Clause(2, EQUALS, NETLINK_ROUTE, ALLOWED));
    }
}
