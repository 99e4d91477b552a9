package sandbox.syscalls;

/** What becomes of a system call; the numbers are those of linux/seccomp.h and asm-generic/errno.h. */
public enum Ruling {
    ALLOWED(0x7fff0000),
    /** EPERM. */
    NOT_PERMITTED(0x50000 | 1),
    /** ENOSYS, as on a kernel that does not have it: programs know another way. */
    NOT_THERE(0x50000 | 38),
    /** EPROTONOSUPPORT. */
    NO_SUCH_PROTOCOL(0x50000 | 93),
    /** EAFNOSUPPORT. */
    NO_SUCH_FAMILY(0x50000 | 97),
    /** The process is ended by the signal SIGSYS. */
    ENDED(0x80000000);

    public final int returned;

    Ruling(int returned) {
        this.returned = returned;
    }
}
